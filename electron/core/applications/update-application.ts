import { isDeepStrictEqual } from 'node:util'
import {
  refusedAs,
  requireAffiliateAdministrator,
  requireApplicationAdministrator,
  scopeOf,
} from '../access/application-access.ts'
import type { InformedCaller, LocalAccounts } from '../access/local-accounts.ts'
import type { Within } from '../database/within.ts'
import { SsoError } from '../errors/sso-error.ts'
import { replaceApplicationAccounts, updateApplicationHead } from '../records/application.repository.ts'
import type { Application, ApplicationChanges, ApplicationFlags } from '../records/application.ts'
import { requireApplication } from '../records/find-application.ts'
import { countMappingsByAccount } from '../records/mapping.repository.ts'
import { checkAdministrators, checkFlags, checkTexts, checkUsers } from './application-checks.ts'
import { type BeyondSystem, checkTicketOptions } from './ticket-flags.ts'

/** What an update came to: the application as it was and as it is now. */
export interface ApplicationUpdate {
  readonly before: Application
  readonly after: Application
}

/**
 * Changes what is named in `changes` and differs.
 *
 * @throws {@link SsoError} `ApplicationMissing`, `AccessDeniedNotApplicationAdministrator`,
 * `AccessDeniedApplicationAdministratorsChange`, `AccessDeniedTicketFlags`, `ApplicationImmutable`,
 * `ApplicationAccountHasMappings`, and the codes of application-checks.ts and ticket-flags.ts
 */
export async function updateApplication(
  within: Within,
  caller: InformedCaller,
  name: string,
  changes: ApplicationChanges,
  beyondSystem: BeyondSystem = 'refuse',
): Promise<ApplicationUpdate> {
  const { account, local } = caller
  const before = await requireApplication(within, name)
  await requireApplicationAdministrator(within, account, scopeOf(before))
  refuseFixed(before, changes)
  const after = apply(before, changes)
  checkFlags(after)
  checkTexts(after)
  await checkTicketOptions(within, account, before.name, { before, after }, beyondSystem)
  await changeAdministrators(within, caller, before, after)
  await changeUsers(within, local, before, after)
  await updateApplicationHead(within, after)
  return { before, after }
}

function apply(before: Application, changes: ApplicationChanges): Application {
  return {
    ...before,
    description: changes.description?.trim() ?? before.description,
    contact: changes.contact?.trim() ?? before.contact,
    enabled: changes.enabled ?? before.enabled,
    flags: withFlags(before.flags, changes.flags),
    ticketTimeout: changes.ticketTimeout === undefined ? before.ticketTimeout : changes.ticketTimeout,
    administrators: changes.administrators ?? before.administrators,
    users: changes.users ?? before.users,
  }
}

function withFlags(before: ApplicationFlags, changes: Partial<ApplicationFlags> = {}): ApplicationFlags {
  const named = Object.entries(changes).filter(([, value]) => value !== undefined)
  return { ...before, ...Object.fromEntries(named) }
}

/** What is fixed, by the words it is shown with. */
function refuseFixed(before: Application, { fields, flags, name, type }: ApplicationChanges): void {
  const { adminAccountSame } = before.flags
  const fixed: readonly (readonly [property: string, same: boolean])[] = [
    ['name', name === undefined || name.toLowerCase() === before.name.toLowerCase()],
    ['type', type === undefined || type === before.type],
    ['list of fields', fields === undefined || isDeepStrictEqual(fields, before.fields)],
    ['choice of administrators', (flags?.adminAccountSame ?? adminAccountSame) === adminAccountSame],
  ]
  const changed = fixed.find(([, same]) => !same)
  if (changed === undefined) return
  throw SsoError.of('ApplicationImmutable', { application: before.name, property: changed[0] })
}

async function changeAdministrators(
  within: Within,
  { account, local }: InformedCaller,
  before: Application,
  { administrators, flags, id, name }: Application,
): Promise<void> {
  if (isDeepStrictEqual(administrators, before.administrators)) return
  const refused = refusedAs(
    'AccessDeniedNotAffiliateAdministrator',
    'AccessDeniedApplicationAdministratorsChange',
    name,
  )
  await requireAffiliateAdministrator(within, account).catch(refused)
  checkAdministrators(flags.adminAccountSame, administrators, { local, before: before.administrators })
  await replaceApplicationAccounts(within, id, 'application-administrator', administrators)
}

async function changeUsers(
  within: Within,
  local: LocalAccounts,
  before: Application,
  after: Application,
): Promise<void> {
  if (isDeepStrictEqual(after.users, before.users)) return
  checkUsers(after, after.users, { local, before: before.users })
  if (after.type === 'group' || after.type === 'host-group') await refuseOrphans(within, before, after)
  await replaceApplicationAccounts(within, after.id, 'application-user', after.users)
}

/** In group applications a mapping is that of an Application User: it would be left without. */
async function refuseOrphans(within: Within, before: Application, after: Application): Promise<void> {
  const kept = new Set(after.users.map(({ name }) => name))
  for (const { name } of before.users.filter((user) => !kept.has(user.name))) {
    const mappings = await countMappingsByAccount(within, after.id, name)
    if (mappings === 0) continue
    const details = { account: name, application: after.name, mappings }
    throw SsoError.of('ApplicationAccountHasMappings', details)
  }
}
