import type { AccountKind } from '../accounts/name-service.ts'
import type { ApplicationChanges } from '../records/application.ts'
import type { globalNumbers } from './grammar.ts'
import type { Position } from './xml-error.ts'

/** One of the system's numbers, by the name the format gives it. */
export type GlobalNumber = (typeof globalNumbers)[number]

/** An account that is to hold a role. */
export interface XmlRoleAccount {
  /** `null` where the file does not say: a group, unless there is a user of that name only. */
  readonly kind: AccountKind | null
  readonly name: string
  readonly at: Position
}

/** What a file says about the system; whatever it leaves out stays as it is. */
export interface XmlGlobalInfo<Account = XmlRoleAccount> {
  readonly at: Position
  readonly administrators?: readonly Account[]
  readonly affiliateAdministrators?: readonly Account[]
  readonly secretServer?: string
  readonly numbers: Readonly<Partial<Record<GlobalNumber, number>>>
}

/** What a file says about an application; whatever it leaves out is the default, or stays as it is. */
export interface XmlApplication<Account = XmlRoleAccount> {
  readonly at: Position
  readonly name: string
  readonly properties: Omit<ApplicationChanges, 'name' | 'administrators' | 'users'> & {
    readonly administrators?: readonly Account[]
    readonly users?: readonly Account[]
  }
}

/** Values of a mapping's fields as the file has them; the owner wipes `packed`. */
export interface XmlCredential {
  /** As `packValues` makes it. */
  readonly packed: Uint8Array
  readonly count: number
}

export interface XmlMapping {
  readonly at: Position
  readonly application: string
  /** `DOMAIN\user`, or a plain name where the file has no domain. */
  readonly windowsAccount: string
  readonly externalUser: string
  readonly credential: XmlCredential | null
}

/** One file, in its order. */
export interface XmlDocument {
  readonly globalInfo: XmlGlobalInfo | null
  readonly applications: readonly XmlApplication[]
  readonly mappings: readonly XmlMapping[]
}
