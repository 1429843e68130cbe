import type { Kysely } from 'kysely'
import type { SsoTables } from '../database/schema.ts'
import { SsoError } from '../errors/sso-error.ts'
import { findApplication } from './application.repository.ts'
import type { Application } from './application.ts'

/** @throws {@link SsoError} `ApplicationMissing` */
export async function requireApplication(db: Kysely<SsoTables>, name: string): Promise<Application> {
  const application = await findApplication(db, name)
  if (application === null) throw SsoError.of('ApplicationMissing', { application: name })
  return application
}
