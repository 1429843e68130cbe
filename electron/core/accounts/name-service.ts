import { dscacheutilNameService } from './dscacheutil.ts'
import { getentNameService } from './getent.ts'

export type AccountKind = 'user' | 'group'

/** A number or a name that is looked up. */
export interface AccountKey {
  readonly kind: AccountKind
  readonly key: number | string
}

/** What a computer's name service has of an account. */
export interface AccountRecord {
  readonly name: string
  /** The uid or gid. */
  readonly id: number
}

/** Names and numbers of the accounts that a computer knows, its own and those of a directory it is joined to. */
export interface NameService {
  /**
   * Looks up any number of accounts, in few calls.
   *
   * @returns for each key its record, or `null` where the name service knows none; in the order of `keys`
   * @throws {@link SsoError} `NameServiceFailed` if it fails or does not answer in {@link NAME_SERVICE_LIMIT_MS}
   */
  find(keys: readonly AccountKey[]): Promise<readonly (AccountRecord | null)[]>
}

/** The name service of this computer; `null` on Windows, which names accounts otherwise. */
export const systemNameService: NameService | null =
  process.platform === 'win32'
    ? null
    : process.platform === 'darwin'
      ? dscacheutilNameService
      : getentNameService

/** What stands for an account that has no name. */
export function standIn(id: number): string {
  return `#${id}`
}

/** The name of a uid or gid, or its {@link standIn} where it has none or the name service does not answer. */
export async function nameOf(kind: AccountKind, id: number): Promise<string> {
  const found = await systemNameService?.find([{ kind, key: id }]).catch(() => null)
  return found?.[0]?.name ?? standIn(id)
}
