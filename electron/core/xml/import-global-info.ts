import { showRoleAccount } from '../access/access.ts'
import type { InformedCaller } from '../access/local-accounts.ts'
import type { Within } from '../database/within.ts'
import type { GlobalInfo } from '../records/global-info.ts'
import type { GlobalInfoUpdate } from '../system/update-global-info.ts'
import { globalNumbers } from './grammar.ts'
import { asRefusal, changesOf, comparedItem, type ImportItem, refusedItem } from './import-plan.ts'
import { placeOf } from './resolve-accounts.ts'
import { numberSettings, updateFromXml } from './update-from-xml.ts'
import type { XmlGlobalInfo } from './xml-model.ts'

/** What the global information of a file came to; `update` unless it was refused. */
export interface ImportedGlobalInfo {
  readonly item: ImportItem
  readonly update: GlobalInfoUpdate | null
}

/** Changes the global information that a file names, under the rules of changing it. */
export async function importGlobalInfo(
  within: Within,
  caller: InformedCaller,
  info: XmlGlobalInfo,
): Promise<ImportedGlobalInfo> {
  const subject = { kind: 'globalInfo', name: '', at: info.at } as const
  try {
    const update = await updateFromXml(within, caller, info)
    return { item: comparedItem(subject, changesOf(show(update.before), show(update.after))), update }
  } catch (error) {
    const refusal = asRefusal(error)
    const place = placeOf(refusal, {
      SsoAdministratorInvalid: info.administrators,
      AffiliateAdministratorInvalid: info.affiliateAdministrators,
    })
    return { item: refusedItem({ ...subject, at: place ?? info.at }, refusal), update: null }
  }
}

/** As the format names it. */
function show(info: GlobalInfo): Readonly<Record<string, string>> {
  return {
    ssoAdminAccount: info.ssoAdministrators.map(showRoleAccount).join(', '),
    ssoAffiliateAdminAccount: info.ssoAffiliateAdministrators.map(showRoleAccount).join(', '),
    secretServer: info.masterSecretServer,
    ...Object.fromEntries(globalNumbers.map((name) => [name, String(info[numberSettings[name]])])),
  }
}
