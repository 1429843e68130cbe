import type { NewApplication } from '../../../electron/core/records/application.ts'
import type { ErrorCode } from '../../../shared/errors.ts'

/** What the services are held against: the rules said once more, over plain arrays. */

export type Type = 'individual' | 'group' | 'host-group'
export type Caller = 'administrator' | 'member' | 'stranger'

export interface ModelMapping {
  readonly windowsAccount: string
  readonly externalUser: string
  enabled: boolean
}

export interface ModelApplication {
  readonly name: string
  readonly type: Type
  readonly usersCannotCreateMappings: boolean
  enabled: boolean
  mappings: ModelMapping[]
}

export class Model {
  applications: ModelApplication[] = []

  find(name: string): ModelApplication | undefined {
    return this.applications.find((one) => one.name.toLowerCase() === name.toLowerCase())
  }
}

/** The member is one of the users of every Individual application, by name. */
export const MEMBER = 'CORP\\member'

export const usersOf: Readonly<Record<Type, NonNullable<NewApplication['users']>>> = {
  individual: [{ kind: 'user', name: MEMBER }],
  group: [
    { kind: 'group', name: 'CORP\\A' },
    { kind: 'group', name: 'CORP\\B' },
    { kind: 'user', name: MEMBER },
  ],
  'host-group': [{ kind: 'user', name: MEMBER }],
}

const lower = (text: string): string => text.toLowerCase()

/** Accounts are told apart without their case; the model keeps them lower-case. */
export function createMapping(
  application: ModelApplication | undefined,
  caller: Caller,
  windowsAccount: string,
  externalUser: string,
): ErrorCode | null {
  const refused = refuseCaller(application, caller)
  if (application === undefined || refused !== null) return refused
  if (caller === 'member' && application.usersCannotCreateMappings) return 'AccessDeniedMappingCreation'
  const account = lower(windowsAccount)
  const names = usersOf[application.type].map(({ name }) => lower(name))
  if (application.type !== 'individual' && !names.includes(account)) return 'MappingNotForApplicationUser'
  if (caller === 'member' && account !== lower(MEMBER)) return 'AccessDeniedMappingOfAnother'
  const { mappings } = application
  const ofAccount =
    application.type !== 'host-group' && mappings.find((one) => one.windowsAccount === account)
  const ofUser = application.type !== 'group' && mappings.find((one) => one.externalUser === externalUser)
  if (ofAccount)
    return ofAccount.externalUser === externalUser ? 'MappingExists' : 'MappingExistsForWindowsAccount'
  if (ofUser) return ofUser.windowsAccount === account ? 'MappingExists' : 'MappingExistsForExternalUser'
  mappings.push({ windowsAccount: account, externalUser, enabled: false })
  return null
}

export type Change = 'enable' | 'disable' | 'delete'

/** `account` is the external user in Host Group applications. */
export function changeMapping(
  application: ModelApplication | undefined,
  caller: Caller,
  account: string,
  change: Change,
): ErrorCode | null {
  const refused = refuseCaller(application, caller)
  if (application === undefined || refused !== null) return refused
  if (caller === 'member' && lower(account) !== lower(MEMBER)) return 'AccessDeniedMappingOfAnother'
  const mapping = application.mappings.find((one) =>
    application.type === 'host-group' ? one.externalUser === account : one.windowsAccount === lower(account),
  )
  if (mapping === undefined) return 'MappingMissing'
  if (change === 'delete') {
    if (mapping.enabled) return 'MappingMustBeDisabled'
    application.mappings = application.mappings.filter((one) => one !== mapping)
  } else mapping.enabled = change === 'enable'
  return null
}

function refuseCaller(application: ModelApplication | undefined, caller: Caller): ErrorCode | null {
  if (application === undefined) return 'ApplicationMissing'
  if (caller === 'stranger') return 'AccessDeniedNotApplicationUser'
  return caller === 'member' && application.type !== 'individual' ? 'AccessDeniedGroupMapping' : null
}
