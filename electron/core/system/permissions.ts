import type { SsoErrorData } from '../../../shared/errors.ts'
import type { ReencryptionOverview } from '../../../shared/reencryption.ts'
import type { MasterSecretOverview, Permission, SystemPermissions } from '../../../shared/system-overview.ts'
import {
  requireMasterSecretAdministrator,
  requireMasterSecretRights,
  requireSsoAdministrator,
} from '../access/access.ts'
import type { OsAccount } from '../access/os-account.ts'
import type { SsoDatabase } from '../database/sso-database.ts'
import { SsoError } from '../errors/sso-error.ts'
import type { SystemRow } from '../records/system.repository.ts'
import { requireFinished } from '../reencryption/require-finished.ts'

/** What the permissions of an account depend on. */
export interface PermissionFacts {
  readonly database: SsoDatabase
  readonly account: OsAccount
  readonly server: string
  readonly system: SystemRow
  readonly masterSecret: MasterSecretOverview
  readonly reencryption: ReencryptionOverview | null
}

/**
 * What the account may do to the system now, and if not, why; the first reason counts. The services decide anew.
 *
 * @throws {@link SsoError} `DatabaseBusy`, `DatabaseDamaged`
 */
export async function describePermissions(facts: PermissionFacts): Promise<SystemPermissions> {
  const { account, database, server, system } = facts
  const { tables } = database
  const here = await refusal(() => requireMasterSecretRights(tables, system, account, server))
  const anywhere = await refusal(() => requireMasterSecretAdministrator(tables, account))
  const { reencryption } = facts
  const busy = await refusal(async () =>
    requireFinished(reencryption && { ...reencryption, state: reencryption.phase }),
  )
  const store = storeRefusal(facts.masterSecret)
  return {
    generateSecret: permit(here, busy, store),
    backupSecret: permit(here, store, noSecret(facts.masterSecret)),
    restoreSecret: permit(here),
    verifyBackup: permit(anywhere),
    moveServer: permit(here, busy),
    changeProtector: permit(here, store),
    administer: permit(await refusal(() => requireSsoAdministrator(tables, account))),
  }
}

function permit(...refusals: readonly (SsoErrorData | null)[]): Permission {
  const error = refusals.find((one) => one !== null)
  return error == null ? { allowed: true } : { allowed: false, error }
}

async function refusal(check: () => Promise<void>): Promise<SsoErrorData | null> {
  try {
    await check()
    return null
  } catch (error) {
    if (error instanceof SsoError && !error.code.startsWith('Database')) return error.toData()
    throw error
  }
}

function storeRefusal(masterSecret: MasterSecretOverview): SsoErrorData | null {
  return 'error' in masterSecret ? masterSecret.error : null
}

function noSecret({ state }: MasterSecretOverview): SsoErrorData | null {
  return state === 'none' ? SsoError.of('NoMasterSecret', {}).toData() : null
}
