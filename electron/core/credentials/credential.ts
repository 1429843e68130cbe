/** Bytes a value may have. */
export const MAX_VALUE_BYTES = 8 * 1024

/** The credentials of one mapping, in the clear. Whoever gets them wipes the values. */
export interface Credentials {
  readonly externalUser: string
  /** UTF-8, of the fields from ordinal 1 on. */
  readonly values: readonly Uint8Array[]
}

/** Names the credentials of a mapping. */
export interface CredentialRef {
  readonly application: string
  /**
   * The Windows account, or in Host Group applications the external user. Left out for the caller's own: itself, or
   * in group applications the first Application User it belongs to.
   */
  readonly account?: string
}

/** Credentials to be set. The caller wipes the values. */
export interface NewCredentials extends CredentialRef {
  /** Needed where there is no mapping yet; the mapping's is changed to it otherwise. */
  readonly externalUser?: string
  /** UTF-8, one for each field from ordinal 1 on. */
  readonly values: readonly Uint8Array[]
}
