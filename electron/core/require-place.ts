import { requireLocalAdministrator } from './access/access.ts'
import type { OsAccount } from './access/os-account.ts'
import { nameOf } from './accounts/system-name-service.ts'
import { SsoError } from './errors/sso-error.ts'
import type { DataDirectory } from './files/data-directory.ts'
import { lookAtPlace, type Place } from './files/look-at-place.ts'
import { describeEmptyDatabase, refuseLostDatabase } from './lost-database.ts'

/**
 * Whether a system must be there already (`existing`: whoever only reads or changes one), must not (`new`), or is made
 * where there is none (`either`). `anew` is as `new`, where a database that was lost is given up for an empty one.
 */
export type SystemExpectation = 'existing' | 'either' | 'new' | 'anew'

type ThereOrNot = Extract<Place, { kind: 'system' | 'absent' }>

/**
 * Looks at the data directory and touches nothing. A system is made by whoever administers the computer only: its
 * administrators are the computer's.
 *
 * @throws {@link SsoError} `NoSsoSystem`, `DatabaseMissing`, `DatabaseLost`, `DataDirectoryOfAnother`,
 * `DataDirectoryUnusable`, `AccessDeniedNotLocalAdministrator`
 */
export async function requirePlace(
  directory: DataDirectory,
  expected: SystemExpectation,
  account: () => Promise<OsAccount>,
): Promise<ThereOrNot> {
  const place = lookAtPlace(directory)
  const hasNone = place.kind === 'absent' || (place.kind === 'system' && !place.hasDatabase)
  if (hasNone && expected !== 'anew')
    await refuseLostDatabase(directory, await describeEmptyDatabase(directory))
  if (place.kind === 'system') {
    if (place.hasDatabase) return place
    if (expected !== 'existing') return place
    throw SsoError.of('DatabaseMissing', { path: directory.database })
  }
  const mayBeMade = place.kind === 'absent' && place.parent === null && expected !== 'existing'
  if (!mayBeMade) throw await refusalOf(directory, place)
  requireLocalAdministrator(await account())
  return place
}

/** Why nothing can be opened there. */
export async function refusalOf(
  { path }: DataDirectory,
  place: Exclude<Place, { kind: 'system' }>,
): Promise<SsoError> {
  switch (place.kind) {
    case 'absent':
      return SsoError.of('NoSsoSystem', { path, reason: place.reason })
    case 'of-another': {
      const owner = await nameOf('user', place.owner)
      const account = await nameOf('user', process.geteuid?.() ?? 0)
      return SsoError.of('DataDirectoryOfAnother', { path, owner, account })
    }
    case 'unusable':
      return place.error
  }
}
