import { requireSsoAdministrator } from '../access/access.ts'
import { refusedAs } from '../access/application-access.ts'
import type { OsAccount } from '../access/os-account.ts'
import type { Within } from '../database/within.ts'
import { SsoError } from '../errors/sso-error.ts'
import { type ApplicationFlags, type ApplicationHead, ticketFlags } from '../records/application.ts'
import { readTicketSwitches } from '../records/global-info.repository.ts'
import { checkTicketTimeout } from './application-checks.ts'

type TicketOptions = Pick<ApplicationHead, 'flags' | 'ticketTimeout'>

/**
 * What becomes of ticket options that the system's switches do not let take effect: `refuse` them, or `keep` them as
 * they are asked for, of no effect until the system is switched.
 */
export type BeyondSystem = 'refuse' | 'keep'

/**
 * Only SSO Administrators change an application's ticket options, and only within what the system allows: the
 * system's switches gate the application's.
 *
 * @throws {@link SsoError} `AccessDeniedTicketFlags`, `ApplicationTicketTimeoutInvalid`; unless what is beyond the
 * system is kept, `SystemForbidsTickets`, `SystemRequiresTicketValidation`
 */
export async function checkTicketOptions(
  within: Within,
  account: OsAccount,
  application: string,
  { after, before }: { readonly before: TicketOptions; readonly after: TicketOptions },
  beyond: BeyondSystem,
): Promise<void> {
  const changed =
    before.ticketTimeout !== after.ticketTimeout ||
    ticketFlags.some((flag) => before.flags[flag] !== after.flags[flag])
  if (!changed) return
  const refused = refusedAs('AccessDeniedNotSsoAdministrator', 'AccessDeniedTicketFlags', application)
  await requireSsoAdministrator(within, account).catch(refused)
  checkTicketTimeout(after.ticketTimeout)
  if (beyond === 'keep') return
  const { forbidden, validated } = await optionsBeyondSystem(within, after.flags)
  if (forbidden && !before.flags.ticketsAllowed) throw SsoError.of('SystemForbidsTickets', { application })
  if (validated && before.flags.validateTickets)
    throw SsoError.of('SystemRequiresTicketValidation', { application })
}

/** Which of an application's ticket options are of no effect, because the system's switches say otherwise. */
export async function optionsBeyondSystem(
  within: Within,
  flags: ApplicationFlags,
): Promise<{ readonly forbidden: boolean; readonly validated: boolean }> {
  const { ticketsAllowed, validateTickets } = await readTicketSwitches(within)
  return {
    forbidden: flags.ticketsAllowed && !ticketsAllowed,
    validated: !flags.validateTickets && validateTickets,
  }
}
