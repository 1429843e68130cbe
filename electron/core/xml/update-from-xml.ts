import { requireSsoAdministrator } from '../access/access.ts'
import type { InformedCaller, LocalAccounts } from '../access/local-accounts.ts'
import type { Within } from '../database/within.ts'
import { SsoError } from '../errors/sso-error.ts'
import { readGlobalInfo } from '../records/global-info.repository.ts'
import type { GlobalInfoChanges, GlobalInfoSettings } from '../records/global-info.ts'
import { normaliseServerName } from '../servers/server-name.ts'
import { moveMasterSecretServer } from '../system/move-master-secret-server.ts'
import { type GlobalInfoUpdate, updateGlobalInfo } from '../system/update-global-info.ts'
import { resolveAccounts } from './resolve-accounts.ts'
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
 * Changes what a file names. The master secret server can be moved so from any server, by any SSO
 * Administrator, as in the original.
 *
 * @throws {@link SsoError} `AccessDeniedNotSsoAdministrator`, `XmlSecretServerNotAlone`, `ServerMissing`, `Busy`, and
 * the codes of global-info-checks.ts
 */
export async function updateFromXml(
  within: Within,
  caller: InformedCaller,
  info: XmlGlobalInfo,
): Promise<GlobalInfoUpdate> {
  await requireSsoAdministrator(within, caller.account)
  const before = await readGlobalInfo(within)
  if (
    info.secretServer !== undefined &&
    normaliseServerName(info.secretServer) !== before.masterSecretServer
  ) {
    requireNothingElse(info)
    await moveMasterSecretServer(within, info.secretServer)
  }
  const { after } = await updateGlobalInfo(within, caller, changesOf(info, caller.local))
  return { before, after }
}

function changesOf(
  { administrators, affiliateAdministrators, numbers }: XmlGlobalInfo,
  local: LocalAccounts,
): GlobalInfoChanges {
  const settings = Object.entries(numbers).map(([name, value]) => [
    numberSettings[name as GlobalNumber],
    value,
  ])
  return {
    ...Object.fromEntries(settings),
    ...(administrators !== undefined && { ssoAdministrators: resolveAccounts(administrators, local) }),
    ...(affiliateAdministrators !== undefined && {
      ssoAffiliateAdministrators: resolveAccounts(affiliateAdministrators, local),
    }),
  }
}

/** The original refuses to move the master secret server together with anything else. */
function requireNothingElse({ administrators, affiliateAdministrators, at, numbers }: XmlGlobalInfo): void {
  const others = [administrators, affiliateAdministrators, ...Object.values(numbers)]
  if (others.some((other) => other !== undefined)) throw SsoError.of('XmlSecretServerNotAlone', { ...at })
}
