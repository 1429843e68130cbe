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

/** What stands for an account that has no name. */
export function standIn(id: number): string {
  return `#${id}`
}
