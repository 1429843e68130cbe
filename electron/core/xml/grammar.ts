/** An element that may occur, and what may occur in it. Names are matched whatever their case. */
export interface ElementDefinition {
  /** As it is written. */
  readonly name: string
  readonly repeatable: boolean
  /** By all their names, in lower case, to the one that is used here. */
  readonly attributes: ReadonlyMap<string, string>
  /** As `attributes`. */
  readonly children: ReadonlyMap<string, ElementDefinition>
  /** `secret` keeps the blanks around it, and is never part of a message. */
  readonly text: 'none' | 'trimmed' | 'secret'
}

/** The names of older pages of the original's documentation, and those that their like would have. */
const olderNames: Readonly<Record<string, readonly string[]>> = {
  appUserAccount: ['userGroup', 'appUserGroup'],
  appAdminAccount: ['appAdminGroup', 'adminGroup'],
  ssoAdminAccount: ['ssoAdminGroup'],
  ssoAffiliateAdminAccount: ['ssoAffiliateAdminGroup'],
  allowLocalAccounts: ['allowLocalGroups'],
  adminAccountSame: ['adminGroupSame'],
}

interface Content {
  readonly attributes?: readonly string[]
  readonly children?: readonly ElementDefinition[]
  readonly text?: ElementDefinition['text']
}

const one = (name: string, content: Content): ElementDefinition => ({
  name,
  repeatable: false,
  attributes: new Map((content.attributes ?? []).flatMap((attribute) => byAllNames(attribute, attribute))),
  children: new Map((content.children ?? []).flatMap((child) => byAllNames(child.name, child))),
  text: content.text ?? 'none',
})

function byAllNames<T>(name: string, value: T): (readonly [name: string, value: T])[] {
  return [name, ...(olderNames[name] ?? [])].map((one) => [one.toLowerCase(), value])
}

const many = (name: string, content: Content): ElementDefinition => ({
  ...one(name, content),
  repeatable: true,
})
const value = (name: string): ElementDefinition => one(name, { text: 'trimmed' })
/** `kind` (ours) tells a user from a group where the original asks Windows. */
const accounts = (name: string): ElementDefinition => many(name, { text: 'trimmed', attributes: ['kind'] })

/** The numbers of `globalInfo`. */
export const globalNumbers = [
  'auditDeletedApps',
  'auditDeletedMappings',
  'auditCredentialLookups',
  'ticketTimeout',
  'credCacheTimeout',
] as const

/** The yes or no of `flags`; the last is ours. */
export const flagNames = [
  'groupApp',
  'configStoreApp',
  'allowTickets',
  'validateTickets',
  'timeoutTickets',
  'allowLocalAccounts',
  'adminAccountSame',
  'enableApp',
  'hostInitiatedSSO',
  'windowsInitiatedSSO',
  'validatePassword',
  'disableCredCache',
  'usersCannotCreateMappings',
] as const

const globalInfo = one('globalInfo', {
  children: [
    accounts('ssoAdminAccount'),
    accounts('ssoAffiliateAdminAccount'),
    value('secretServer'),
    ...globalNumbers.map(value),
  ],
})

const application = many('application', {
  attributes: ['name'],
  children: [
    value('description'),
    value('contact'),
    accounts('appUserAccount'),
    accounts('appAdminAccount'),
    value('windowsAccount'),
    many('field', { attributes: ['ordinal', 'label', 'masked', 'synchronized'] }),
    many('flags', { attributes: [...flagNames, 'appTicketTimeOut', 'ticketTimeout'] }),
  ],
})

const mapping = many('mapping', {
  children: [
    value('windowsDomain'),
    value('windowsUserId'),
    value('externalApplication'),
    value('externalUserId'),
    one('credential', { children: [many('field', { text: 'secret' })] }),
  ],
})

const misspelt: ElementDefinition = { ...globalInfo, name: 'globalnfo' }

/** The root. `globalnfo` is how two pages of the original's documentation write `globalInfo`. */
export const root: ElementDefinition = one('sso', { children: [globalInfo, application, mapping, misspelt] })

/** What an element may hold, in words. */
export function expectedIn({ attributes, children, text }: ElementDefinition): string {
  const elements = [...new Set(children.values())].filter((child) => child !== misspelt)
  if (elements.length > 0) return elements.map(({ name }) => `<${name}>`).join(', ')
  if (text !== 'none') return 'text'
  return attributes.size === 0 ? 'nothing' : 'attributes only'
}
