/** Which external user a Windows account is in an application. */
export interface Mapping {
  readonly id: number
  readonly application: string
  /** `DOMAIN\user` or a plain name; in group applications the Application User; empty in a configuration store. */
  readonly windowsAccount: string
  readonly externalUser: string
  readonly enabled: boolean
  /** UTC, ISO 8601. */
  readonly createdAt: string
}

/** The two accounts of a mapping to be made. */
export interface NewMapping {
  /** Left out, in a Host Group application, for its one account. */
  readonly windowsAccount?: string
  readonly externalUser: string
}

/**
 * Names a mapping in its application: by `account`, which is the external user in Host Group applications and the
 * Windows account elsewhere, or by both its accounts.
 */
export type MappingRef =
  | { readonly account: string }
  | { readonly windowsAccount: string; readonly externalUser: string }

/** Which mappings to list; at least one of the two. */
export type MappingFilter =
  | { readonly application: string; readonly windowsAccount?: string }
  | { readonly application?: undefined; readonly windowsAccount: string }
