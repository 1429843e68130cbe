import type { Kysely } from 'kysely'
import { refusedAs, requireSsoAdministrator } from '../access/application-access.ts'
import type { OsAccount } from '../access/os-account.ts'
import type { SsoTables } from '../database/schema.ts'
import { SsoError } from '../sso-error.ts'
import { type ApplicationFlags, type ApplicationHead, ticketFlags } from './application.ts'
import { checkTicketTimeout } from './application-checks.ts'

type TicketOptions = Pick<ApplicationHead, 'flags' | 'ticketTimeout'>

/**
 * Only SSO Administrators change an application's ticket options, and only within what the system allows: the
 * system's switches gate the application's.
 *
 * @throws {@link SsoError} `AccessDeniedTicketFlags`, `ApplicationTicketTimeoutInvalid`, `SystemForbidsTickets`,
 * `SystemRequiresTicketValidation`
 */
export async function checkTicketOptions(
  within: Kysely<SsoTables>,
  account: OsAccount,
  application: string,
  before: TicketOptions,
  after: TicketOptions,
): Promise<void> {
  const changed =
    before.ticketTimeout !== after.ticketTimeout ||
    ticketFlags.some((flag) => before.flags[flag] !== after.flags[flag])
  if (!changed) return
  const refused = refusedAs('AccessDeniedNotSsoAdministrator', 'AccessDeniedTicketFlags', application)
  await requireSsoAdministrator(within, account).catch(refused)
  checkTicketTimeout(after.ticketTimeout)
  await checkAgainstSystem(within, application, before.flags, after.flags)
}

async function checkAgainstSystem(
  within: Kysely<SsoTables>,
  application: string,
  before: ApplicationFlags,
  after: ApplicationFlags,
): Promise<void> {
  const system = await within
    .selectFrom('global_info')
    .select(['tickets_allowed', 'validate_tickets'])
    .executeTakeFirstOrThrow()
  if (after.ticketsAllowed && !before.ticketsAllowed && system.tickets_allowed === 0)
    throw SsoError.of('SystemForbidsTickets', { application })
  if (!after.validateTickets && before.validateTickets && system.validate_tickets === 1)
    throw SsoError.of('SystemRequiresTicketValidation', { application })
}
