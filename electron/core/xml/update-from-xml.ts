import type { Kysely } from 'kysely'
import { requireSsoAdministrator } from '../access/application-access.ts'
import type { OsAccount } from '../access/os-account.ts'
import type { SsoTables } from '../database/schema.ts'
import { SsoError } from '../sso-error.ts'
import { readGlobalInfo, replaceRoleAccounts, writeSettings } from '../system/global-info.repository.ts'
import type { GlobalInfo, GlobalInfoSettings } from '../system/global-info.ts'
import {
  checkAffiliateAdministrators,
  checkSettings,
  checkSsoAdministrators,
  isSameList,
} from '../system/global-info-checks.ts'
import type { GlobalNumber, XmlGlobalInfo } from './xml-model.ts'

/** The system as it was and as it is now. */
export interface GlobalInfoUpdate {
  readonly before: GlobalInfo
  readonly after: GlobalInfo
}

/** The system's numbers by the names the format gives them. */
export const numberSettings = {
  auditDeletedApps: 'auditDeletedApplications',
  auditDeletedMappings: 'auditDeletedMappings',
  auditCredentialLookups: 'auditCredentialLookUps',
  ticketTimeout: 'ticketTimeout',
  credCacheTimeout: 'credentialCacheTimeout',
} as const satisfies Record<GlobalNumber, keyof GlobalInfoSettings>

/**
 * Takes a transaction: changes what a file names.
 *
 * @throws {@link SsoError} `AccessDeniedNotSsoAdministrator`, `XmlSecretServerNotAlone`, and the codes of
 * global-info-checks.ts
 */
export async function updateGlobalInfo(
  within: Kysely<SsoTables>,
  account: OsAccount,
  info: XmlGlobalInfo,
): Promise<GlobalInfoUpdate> {
  await requireSsoAdministrator(within, account)
  const before = await readGlobalInfo(within)
  await moveMasterSecretServer(within, before, info)
  const numbers = Object.entries(info.numbers).map(([name, value]) => [
    numberSettings[name as GlobalNumber],
    value,
  ])
  const settings = { ...before, ...Object.fromEntries(numbers) }
  checkSettings(settings)
  await writeSettings(within, settings)
  await replaceAdministrators(within, account, before, info)
  return { before, after: await readGlobalInfo(within) }
}

/** The original refuses to do this together with anything else. */
async function moveMasterSecretServer(
  within: Kysely<SsoTables>,
  { masterSecretServer }: GlobalInfo,
  { administrators, affiliateAdministrators, at, numbers, secretServer }: XmlGlobalInfo,
): Promise<void> {
  const moved = secretServer?.toLowerCase() ?? masterSecretServer
  if (moved === masterSecretServer) return
  const others = [administrators, affiliateAdministrators, ...Object.values(numbers)]
  if (others.some((other) => other !== undefined)) throw SsoError.of('XmlSecretServerNotAlone', { ...at })
  await within.updateTable('global_info').set({ master_secret_server: moved }).execute()
}

async function replaceAdministrators(
  within: Kysely<SsoTables>,
  account: OsAccount,
  before: GlobalInfo,
  { administrators, affiliateAdministrators }: XmlGlobalInfo,
): Promise<void> {
  if (administrators !== undefined && !isSameList(before.ssoAdministrators, administrators)) {
    checkSsoAdministrators(before, administrators, account)
    await replaceRoleAccounts(within, 'sso-administrator', administrators)
  }
  const affiliates = affiliateAdministrators
  if (affiliates !== undefined && !isSameList(before.ssoAffiliateAdministrators, affiliates)) {
    checkAffiliateAdministrators(before, affiliates)
    await replaceRoleAccounts(within, 'sso-affiliate-administrator', affiliates)
  }
}
