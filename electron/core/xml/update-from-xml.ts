import type { Kysely } from 'kysely'
import { requireSsoAdministrator } from '../access/application-access.ts'
import type { OsAccount } from '../access/os-account.ts'
import type { SsoTables } from '../database/schema.ts'
import { SsoError } from '../sso-error.ts'
import { readGlobalInfo } from '../system/global-info.repository.ts'
import type { GlobalInfo, GlobalInfoChanges, GlobalInfoSettings } from '../system/global-info.ts'
import { type GlobalInfoUpdate, updateGlobalInfo } from '../system/update-global-info.ts'
import type { GlobalNumber, XmlGlobalInfo } from './xml-model.ts'

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
export async function updateFromXml(
  within: Kysely<SsoTables>,
  account: OsAccount,
  info: XmlGlobalInfo,
): Promise<GlobalInfoUpdate> {
  await requireSsoAdministrator(within, account)
  const before = await readGlobalInfo(within)
  await moveMasterSecretServer(within, before, info)
  const { after } = await updateGlobalInfo(within, account, changesOf(info))
  return { before, after }
}

function changesOf({ administrators, affiliateAdministrators, numbers }: XmlGlobalInfo): GlobalInfoChanges {
  const settings = Object.entries(numbers).map(([name, value]) => [
    numberSettings[name as GlobalNumber],
    value,
  ])
  return {
    ...Object.fromEntries(settings),
    ...(administrators !== undefined && { ssoAdministrators: administrators }),
    ...(affiliateAdministrators !== undefined && { ssoAffiliateAdministrators: affiliateAdministrators }),
  }
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
