import type { Kysely } from 'kysely'
import { readApplicationRoles } from '../access/application-access.ts'
import type { OsAccount } from '../access/os-account.ts'
import { listApplicationHeads } from '../applications/application.repository.ts'
import type { Application } from '../applications/application.ts'
import type { SsoTables } from '../database/schema.ts'
import type { GlobalInfo } from '../system/global-info.ts'
import { globalNumbers } from './grammar.ts'
import { numberSettings } from './update-from-xml.ts'
import type { WritableDocument } from './write.ts'

/** The global information as a file holds it. */
export function globalInfoToWritable(info: GlobalInfo): NonNullable<WritableDocument['globalInfo']> {
  return {
    administrators: info.ssoAdministrators,
    affiliateAdministrators: info.ssoAffiliateAdministrators,
    secretServer: info.masterSecretServer,
    numbers: Object.fromEntries(globalNumbers.map((name) => [name, info[numberSettings[name]]])),
  }
}

/** An application as a file holds it. With the SSO Affiliate Administrators as its own it has none to name. */
export function applicationToWritable({
  name,
  ...application
}: Application): NonNullable<WritableDocument['applications']>[number] {
  const { administrators, contact, description, enabled, fields, flags, ticketTimeout, type, users } =
    application
  const properties = { type, description, contact, enabled, fields, flags, users }
  return {
    name,
    properties: {
      ...properties,
      ...(flags.adminAccountSame ? {} : { administrators }),
      ...(ticketTimeout === null ? {} : { ticketTimeout }),
    },
  }
}

/** The names of the applications that an account is something in. */
export async function visibleApplications(
  tables: Kysely<SsoTables>,
  account: OsAccount,
): Promise<readonly string[]> {
  const roles = await readApplicationRoles(tables, account)
  const heads = await listApplicationHeads(tables)
  return heads.filter(({ id }) => roles === 'all' || roles.has(id)).map(({ name }) => name)
}
