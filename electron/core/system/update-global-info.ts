import type { InformedCaller } from '../access/local-accounts.ts'
import type { Within } from '../database/within.ts'
import { readGlobalInfo, replaceRoleAccounts, writeSettings } from '../records/global-info.repository.ts'
import type { GlobalInfo, GlobalInfoChanges } from '../records/global-info.ts'
import {
  checkAffiliateAdministrators,
  checkSettings,
  checkSsoAdministrators,
  isSameList,
} from './global-info-checks.ts'

/** The system as it was and as it is now. */
export interface GlobalInfoUpdate {
  readonly before: GlobalInfo
  readonly after: GlobalInfo
}

/**
 * Changes what is asked for, under the rules of changing it.
 *
 * @param caller - whose right to do so has been checked
 * @throws {@link SsoError} the codes of global-info-checks.ts
 */
export async function updateGlobalInfo(
  within: Within,
  caller: InformedCaller,
  changes: GlobalInfoChanges,
): Promise<GlobalInfoUpdate> {
  const before = await readGlobalInfo(within)
  const wanted = { ...before, ...changes }
  checkSettings(wanted)
  await writeSettings(within, wanted)
  if (!isSameList(before.ssoAdministrators, wanted.ssoAdministrators)) {
    checkSsoAdministrators(before, wanted.ssoAdministrators, caller)
    await replaceRoleAccounts(within, 'sso-administrator', wanted.ssoAdministrators)
  }
  if (!isSameList(before.ssoAffiliateAdministrators, wanted.ssoAffiliateAdministrators)) {
    checkAffiliateAdministrators(before, wanted.ssoAffiliateAdministrators, caller.local)
    await replaceRoleAccounts(within, 'sso-affiliate-administrator', wanted.ssoAffiliateAdministrators)
  }
  return { before, after: await readGlobalInfo(within) }
}
