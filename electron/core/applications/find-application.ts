import type { Kysely } from 'kysely'
import type { ApplicationScope } from '../access/application-access.ts'
import type { SsoTables } from '../database/schema.ts'
import { SsoError } from '../sso-error.ts'
import { findApplication } from './application.repository.ts'
import type { Application, ApplicationHead } from './application.ts'

/** @throws {@link SsoError} `ApplicationMissing` */
export async function requireApplication(within: Kysely<SsoTables>, name: string): Promise<Application> {
  const application = await findApplication(within, name)
  if (application === null) throw SsoError.of('ApplicationMissing', { application: name })
  return application
}

/** What deciding about access takes to know of an application. */
export function scopeOf({ flags, id, name }: ApplicationHead): ApplicationScope {
  return { id, name, adminAccountSame: flags.adminAccountSame }
}
