import { type InformedCaller, type LocalAccounts, whyNotHere } from '../access/local-accounts.ts'
import type { Within } from '../database/within.ts'
import { instantNow } from '../errors/instant.ts'
import { SsoError } from '../errors/sso-error.ts'
import type { Application } from '../records/application.ts'
import { insertMappings, type MappingAccounts } from '../records/mapping.repository.ts'
import type { NewMapping } from '../records/mapping.ts'
import { refuseNotMember, refuseOther, requireMappingRights } from './mapping-access.ts'
import { resolveMapping } from './mapping-checks.ts'
import { prepareConflictCheck } from './mapping-conflicts.ts'

/** Who asks, and on which computer. */
export interface Caller extends InformedCaller {
  readonly server: string
}

/** A row that cannot become a mapping. */
export interface RefusedMapping {
  /** Its place among the rows, from 0. */
  readonly index: number
  readonly error: SsoError
}

/** What is to be made of rows: what can be inserted, and the rest. */
export interface PlannedMappings {
  readonly accepted: readonly MappingAccounts[]
  readonly refused: readonly RefusedMapping[]
}

/**
 * Tells, of many rows, which can become mappings, each as if those before it had become ones.
 * Nothing is written.
 *
 * @throws {@link SsoError} `AccessDeniedNotApplicationUser`, `AccessDeniedGroupMapping`,
 * `AccessDeniedMappingCreation`, `ConfigStoreMappingFixed`: the caller may create none; `NameServiceFailed`
 */
export async function planMappings(
  within: Within,
  { account, local, server }: Caller,
  application: Application,
  rows: readonly NewMapping[],
): Promise<PlannedMappings> {
  const rights = await requireMappingRights(within, account, application, 'create')
  const resolved = rows.map((row) => attempt(() => resolveMapping(application, row, server)))
  const check = await prepareConflictCheck(within, application, resolved.filter(isNoError))
  const refuse = (row: MappingAccounts, index: number): SsoError | null =>
    refuseOther(rights, account, application.name, row.windowsAccount) ??
    refuseNotMember(account, application, row.windowsAccount) ??
    check(row, () => refuseAbsent(local, application, rows[index]?.windowsAccount))
  const accepted: MappingAccounts[] = []
  const refused: RefusedMapping[] = []
  for (const [index, row] of resolved.entries()) {
    const error = row instanceof SsoError ? row : refuse(row, index)
    if (error !== null) refused.push({ index, error })
    else if (!(row instanceof SsoError)) accepted.push(row)
  }
  return { accepted, refused }
}

/** In other applications it is an Application User's, which was looked up when it became one. */
function refuseAbsent(
  local: LocalAccounts,
  { type }: Application,
  windowsAccount: string | undefined,
): SsoError | null {
  if (type !== 'individual' || windowsAccount === undefined) return null
  const reason = whyNotHere(local, { kind: 'user', name: windowsAccount })
  return reason === null ? null : SsoError.of('WindowsAccountInvalid', { windowsAccount, reason })
}

function attempt(make: () => MappingAccounts): MappingAccounts | SsoError {
  try {
    return make()
  } catch (error) {
    if (error instanceof SsoError) return error
    throw error
  }
}

function isNoError(row: MappingAccounts | SsoError): row is MappingAccounts {
  return !(row instanceof SsoError)
}

/**
 * Creates mappings, disabled; all of them or, when one is refused, none.
 *
 * @returns their accounts as they are stored.
 * @throws {@link SsoError} as {@link planMappings}, and what the first row refused was refused with: the codes of
 * mapping-checks.ts, `AccessDeniedMappingOfAnother`, `MappedUserNotMember`, `MappingExists`,
 * `MappingExistsForWindowsAccount`, `MappingExistsForExternalUser`
 */
export async function createMappings(
  within: Within,
  caller: Caller,
  application: Application,
  rows: readonly NewMapping[],
): Promise<readonly MappingAccounts[]> {
  const { accepted, refused } = await planMappings(within, caller, application, rows)
  if (refused[0] !== undefined) throw refused[0].error
  const createdAt = instantNow()
  await insertMappings(within, application, accepted, { enabled: false, createdAt })
  return accepted
}
