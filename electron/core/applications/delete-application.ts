import { requireAffiliateAdministrator } from '../access/application-access.ts'
import type { OsAccount } from '../access/os-account.ts'
import { deleteInSlices, SLICE_ROWS, type Slice, type SliceOptions } from '../database/delete-in-slices.ts'
import type { SsoDatabase } from '../database/sso-database.ts'
import type { Within } from '../database/within.ts'
import { nearestInstant } from '../errors/instant.ts'
import { SsoError } from '../errors/sso-error.ts'
import { deleteNoted } from '../mappings/manage-mappings.ts'
import { deleteApplicationRows, noteDeletedApplication } from '../records/application.repository.ts'
import { requireApplication } from '../records/find-application.ts'
import { countMappings, readFirstMappings } from '../records/mapping.repository.ts'

/**
 * Deletes a disabled application with its mappings and their credentials, and notes all of them among the deleted ones:
 * the mappings some hundreds in each transaction, the application in the last. Whoever enables it meanwhile stops it.
 *
 * @throws {@link SsoError} `AccessDeniedNotAffiliateAdministrator`, `ApplicationMissing`, `ApplicationMustBeDisabled`,
 * `Cancelled`, the database's: nothing was deleted; `DeletionStopped`: some of its mappings were, and it was not
 */
export async function deleteApplication(
  database: SsoDatabase,
  account: OsAccount,
  name: string,
  options?: SliceOptions,
): Promise<void> {
  const { id, name: application } = await requireApplication(database.tables, name)
  const total = await countMappings(database.tables, id)
  await deleteInSlices(
    database,
    { application, total },
    (within) => deleteSlice(within, account, name, id),
    options,
  )
}

/** Deletes some of an application's mappings; with the last of them, the application. */
async function deleteSlice(within: Within, account: OsAccount, name: string, id: number): Promise<Slice> {
  await requireAffiliateAdministrator(within, account)
  const application = await requireApplication(within, name)
  // Another of that name, made since, is not the one that was to be deleted.
  if (application.id !== id) throw SsoError.of('ApplicationMissing', { application: name })
  if (application.enabled) throw SsoError.of('ApplicationMustBeDisabled', { application: application.name })
  const rows = await readFirstMappings(within, id, SLICE_ROWS)
  const isLast = rows.length < SLICE_ROWS
  // A configuration store's one mapping is the store itself.
  if (application.type !== 'config-store') await deleteNoted(within, account, application, rows)
  if (!isLast) return { deleted: rows.length, isLast }
  const deleted = { at: nearestInstant(new Date()), account: account.name, application: application.name }
  await noteDeletedApplication(within, deleted)
  await deleteApplicationRows(within, id)
  return { deleted: rows.length, isLast }
}
