import type { Kysely } from 'kysely'
import { requireAffiliateAdministrator } from '../access/application-access.ts'
import type { OsAccount } from '../access/os-account.ts'
import type { SsoTables } from '../database/schema.ts'
import { nearestInstant } from '../instant.ts'
import { noteMappingsOfDeletedApplication } from '../mappings/mapping.repository.ts'
import { SsoError } from '../sso-error.ts'
import { deleteApplicationRows, noteDeletedApplication } from './application.repository.ts'
import type { Application } from './application.ts'
import { requireApplication } from './find-application.ts'

/**
 * Takes a transaction: deletes a disabled application with its mappings and their credentials, and notes all of them
 * among the deleted ones.
 *
 * @returns the application as it was.
 * @throws {@link SsoError} `AccessDeniedNotAffiliateAdministrator`, `ApplicationMissing`, `ApplicationMustBeDisabled`
 */
export async function deleteApplication(
  within: Kysely<SsoTables>,
  account: OsAccount,
  name: string,
): Promise<Application> {
  await requireAffiliateAdministrator(within, account)
  const application = await requireApplication(within, name)
  if (application.enabled) throw SsoError.of('ApplicationMustBeDisabled', { application: application.name })
  const at = nearestInstant(new Date())
  const deleted = { at, account: account.name, application: application.name }
  await noteDeletedApplication(within, deleted)
  // A configuration store's one mapping is the store itself.
  if (application.type !== 'config-store')
    await noteMappingsOfDeletedApplication(within, deleted, application.id)
  await deleteApplicationRows(within, application.id)
  return application
}
