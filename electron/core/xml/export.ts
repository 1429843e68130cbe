import type { Kysely } from 'kysely'
import { readApplicationRoles, requireApplicationUser, scopeOf } from '../access/application-access.ts'
import type { OsAccount } from '../access/os-account.ts'
import type { SsoTables } from '../database/schema.ts'
import { visibleMappingPages } from '../mappings/list-mappings.ts'
import { listApplicationIds, readApplications } from '../records/application.repository.ts'
import type { Application } from '../records/application.ts'
import { requireApplication } from '../records/find-application.ts'
import type { GlobalInfo } from '../records/global-info.ts'
import { globalNumbers } from './grammar.ts'
import { numberSettings } from './update-from-xml.ts'
import { type WritableDocument, writeElements, XML_HEAD, XML_TAIL } from './write.ts'

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

/** Applications read at once. */
const APPLICATIONS_AT_ONCE = 200

/** Mappings read at once. */
const MAPPINGS_AT_ONCE = 1000

/**
 * The applications of these names, or all that an account is something in, as pieces of a file.
 *
 * @throws {@link SsoError} `ApplicationMissing`, `AccessDeniedNotApplicationUser`
 */
export async function* applicationPieces(
  tables: Kysely<SsoTables>,
  account: OsAccount,
  names: readonly string[] | undefined,
): AsyncGenerator<string> {
  const ids = await (names === undefined ? visibleIds(tables, account) : namedIds(tables, account, names))
  yield XML_HEAD
  for (let at = 0; at < ids.length; at += APPLICATIONS_AT_ONCE) {
    const page = await readApplications(tables, ids.slice(at, at + APPLICATIONS_AT_ONCE))
    yield writeElements({ applications: page.map(applicationToWritable) })
  }
  yield XML_TAIL
}

async function visibleIds(tables: Kysely<SsoTables>, account: OsAccount): Promise<readonly number[]> {
  const roles = await readApplicationRoles(tables, account)
  const known = await listApplicationIds(tables)
  return known.map(({ id }) => id).filter((id) => roles === 'all' || roles.has(id))
}

async function namedIds(
  tables: Kysely<SsoTables>,
  account: OsAccount,
  names: readonly string[],
): Promise<readonly number[]> {
  const ids: number[] = []
  for (const name of names) {
    const application = await requireApplication(tables, name)
    await requireApplicationUser(tables, account, scopeOf(application))
    ids.push(application.id)
  }
  return ids
}

/**
 * The mappings of an application that an account may see, as pieces of a file.
 *
 * @throws {@link SsoError} `ApplicationMissing`, `AccessDeniedNotApplicationUser`
 */
export async function* mappingPieces(
  tables: Kysely<SsoTables>,
  account: OsAccount,
  application: string,
): AsyncGenerator<string> {
  let head = XML_HEAD
  for await (const page of visibleMappingPages(tables, account, { application }, MAPPINGS_AT_ONCE)) {
    // That of a configuration store has no account; it comes and goes with its application.
    const mappings = page.filter(({ windowsAccount }) => windowsAccount !== '')
    yield `${head}${writeElements({ mappings })}`
    head = ''
  }
  yield `${head}${XML_TAIL}`
}
