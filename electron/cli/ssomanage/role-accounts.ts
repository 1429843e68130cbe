import type { RoleAccount } from '../../core/records/system.repository.ts'
import type { Zod } from '../verb/verb.ts'

/** Accounts as the console shows them: `user root, group sudo`. */
export function showAccounts(accounts: readonly RoleAccount[]): string {
  return accounts.map(({ kind, name }) => `${kind} ${name}`).join(', ') || 'none'
}

/** The shape of {@link RoleAccount}s in `--json`. */
export function accountsJson(zod: Zod) {
  return zod.array(zod.strictObject({ kind: zod.enum(['user', 'group']), name: zod.string() }))
}
