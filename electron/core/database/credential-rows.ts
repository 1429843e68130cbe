import type { SealedRows } from '../crypto/sodium-batch.ts'

/** A row that re-encryption leaves as it is, and why. */
export interface DamagedRow {
  readonly mappingId: number
  readonly reason: string
}

/** Credentials that follow each other by `mapping_id`. */
export interface CredentialPage {
  /** The `mapping_id` it begins after. */
  readonly after: number
  /** The last `mapping_id` in it. */
  readonly last: number
  /** How many rows it has in all, those under the new secret included. */
  readonly count: number
  /** Those under the old secret. */
  readonly rows: SealedRows
  /** Those under neither. */
  readonly strangers: readonly DamagedRow[]
}

/** What is to be written of a page. */
export interface ResealedPage {
  readonly page: CredentialPage
  /** As {@link SealedRows}, for the rows that are not in `failed`. */
  readonly sealed: Uint8Array<ArrayBuffer>
  /** Places in the page's rows. */
  readonly failed: readonly number[]
}

/** Not opened by its key: changed, swapped with another row's, or cut. No copy of a secret helps such a row. */
export const NOT_AUTHENTIC = 'it does not open with its master secret'

/** The keys in the `secret` table of the secret that rows are under and of the one they are to be under. */
export interface SecretChange {
  readonly from: number
  readonly to: number
}

/**
 * Reads and rewrites credentials page by page, on a connection of its own: for a re-encryption, which would be slow
 * row by row. Whoever opens one closes it. Each method throws {@link SsoError} `DatabaseBusy`, `DatabaseDamaged` and
 * the others of its file.
 */
export interface CredentialPages {
  /** @returns `null` when there are no rows after `after`. */
  read(after: number, limit: number): Promise<CredentialPage | null>
  /**
   * Writes a page in one short transaction. Rows that changed or went since they were read stay as they are now.
   * Nothing is written where it throws.
   *
   * @returns whether it was written: not, if the re-encryption stands elsewhere or is not running any more.
   */
  write(resealed: ResealedPage): Promise<boolean>
  /** Where the re-encryption stands, or `null` if it is not running (any more). */
  position(): Promise<number | null>
  /**
   * Ends the re-encryption if nothing is left to do: the final proof, taken by looking at every row.
   *
   * @returns how many rows are under another secret than the new one and not known to be damaged; it has ended when
   * there are none, and begins again at the first row otherwise.
   */
  finish(at: Date): Promise<number>
  close(): Promise<void>
}

/** Credentials that follow each other by `mapping_id`. */
export interface ScannedPage {
  /** The last `mapping_id` in it. */
  readonly last: number
  readonly count: number
  /** By the secret that they name. */
  readonly groups: readonly { readonly secretId: number; readonly rows: SealedRows }[]
}

/**
 * Reads all credentials page by page, on a connection of its own that cannot write. Each page is a read of its own,
 * so that writers are never kept waiting. Whoever opens one closes it. Each method throws {@link SsoError}
 * `DatabaseBusy`, `DatabaseDamaged` and the others of its file.
 */
export interface CredentialScan {
  count(): Promise<number>
  /** @returns `null` when there are no rows after `after`. */
  read(after: number, limit: number): Promise<ScannedPage | null>
  close(): Promise<void>
}
