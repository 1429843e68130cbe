import type { ApplicationType } from '../database/schema.ts'
import type { ApplicationField, ApplicationFlag, ApplicationFlags } from '../records/application.ts'
import {
  accountsOf,
  asYesOrNo,
  childrenOf,
  flagOf,
  refuseElement,
  requiredAttribute,
  textOf,
  wholeNumber,
} from './element-values.ts'
import type { XmlElement } from './read-elements.ts'
import type { XmlApplication, XmlRoleAccount } from './xml-model.ts'

/** The product's flags by the names the format gives them. */
export const flagAttributes = {
  ticketsAllowed: 'allowTickets',
  validateTickets: 'validateTickets',
  timeoutTickets: 'timeoutTickets',
  allowLocalAccounts: 'allowLocalAccounts',
  adminAccountSame: 'adminAccountSame',
  hostInitiatedSso: 'hostInitiatedSSO',
  windowsInitiatedSso: 'windowsInitiatedSSO',
  validatePassword: 'validatePassword',
  disableCredentialCache: 'disableCredCache',
  usersCannotCreateMappings: 'usersCannotCreateMappings',
} as const satisfies Record<ApplicationFlag, string>

/** @throws {@link SsoError} `XmlInvalid` */
export function readApplication(element: XmlElement): XmlApplication {
  const name = requiredAttribute(element, 'name').trim()
  const flags = allFlags(childrenOf(element, 'flags'))
  const properties = {
    type: typeOf(element, flags),
    description: textOf(element, 'description'),
    contact: textOf(element, 'contact'),
    enabled: flags && flagOf(flags, 'enableApp'),
    flags: flags && readFlags(flags),
    ticketTimeout: flags && ticketTimeoutOf(flags),
    fields: fieldsOf(element),
    administrators: accountsOf(element, 'appAdminAccount'),
    users: usersOf(element),
  }
  return { at: element.at, name, properties: withoutUndefined(properties) }
}

/**
 * All elements of flags as one, its attributes by their present names.
 *
 * @throws {@link SsoError} `XmlInvalid` where one says something else than one before it
 */
function allFlags(elements: readonly XmlElement[]): XmlElement | undefined {
  const attributes = new Map<string, string>()
  for (const element of elements) {
    for (const [given, value] of element.attributes) {
      const name = presentName(given, value)
      const before = attributes.get(name)
      if (before !== undefined && meaning(before) !== meaning(value))
        refuseElement(element, `its attribute ${given} contradicts another one before it`)
      attributes.set(name, value)
    }
  }
  return elements[0] && { ...elements[0], attributes }
}

/** An older page has `ticketTimeout="yes"`, whether tickets expire; elsewhere the name is that of a number. */
function presentName(name: string, value: string): string {
  if (name !== 'ticketTimeout') return name
  return /^\s*\d*\s*$/.test(value) ? 'appTicketTimeOut' : 'timeoutTickets'
}

/** The same for all spellings of yes, and of no. */
function meaning(value: string): string | boolean {
  return asYesOrNo(value) ?? value.trim()
}

/** `undefined` if the file does not say: what a new application is then is another matter than what it stays. */
function typeOf(element: XmlElement, flags: XmlElement | undefined): ApplicationType | undefined {
  const isHostGroup = childrenOf(element, 'windowsAccount').length > 0
  const isGroup = flags && flagOf(flags, 'groupApp')
  const isConfigStore = flags && flagOf(flags, 'configStoreApp')
  if ([isHostGroup, isGroup, isConfigStore].filter(Boolean).length > 1)
    refuseElement(flags ?? element, 'windowsAccount, groupApp and configStoreApp exclude one another')
  if (isHostGroup) return 'host-group'
  if (isGroup) return 'group'
  if (isConfigStore) return 'config-store'
  return isGroup === false ? 'individual' : undefined
}

/** What the file says, under its own names. */
function readFlags(flags: XmlElement): Partial<ApplicationFlags> {
  const said = Object.entries(flagAttributes).map(([flag, attribute]) => [flag, flagOf(flags, attribute)])
  return Object.fromEntries(said.filter(([, value]) => value !== undefined))
}

/** Empty for the system's. */
function ticketTimeoutOf(flags: XmlElement): number | null | undefined {
  const text = flags.attributes.get('appTicketTimeOut')
  if (text === undefined) return undefined
  return text.trim() === '' ? null : wholeNumber(flags, text, 'its attribute appTicketTimeOut')
}

function fieldsOf(element: XmlElement): readonly ApplicationField[] | undefined {
  const elements = childrenOf(element, 'field')
  if (elements.length === 0) return undefined
  const fields = new Map<number, ApplicationField>()
  for (const field of elements) {
    const ordinal = wholeNumber(field, requiredAttribute(field, 'ordinal'), 'its ordinal')
    if (fields.has(ordinal)) refuseElement(field, `there are two fields of ordinal ${ordinal}`)
    if (ordinal >= elements.length) refuseElement(field, 'its ordinal leaves a gap; they count from 0')
    fields.set(ordinal, readField(field))
  }
  return [...fields].sort(([one], [other]) => one - other).map(([, field]) => field)
}

function readField(field: XmlElement): ApplicationField {
  return {
    label: requiredAttribute(field, 'label').trim(),
    masked: flagOf(field, 'masked') ?? false,
    synchronized: flagOf(field, 'synchronized') ?? false,
  }
}

/** A host group's users are its one Windows account. */
function usersOf(element: XmlElement): readonly XmlRoleAccount[] | undefined {
  const users = accountsOf(element, 'appUserAccount')
  const windowsAccount = childrenOf(element, 'windowsAccount')[0]
  if (windowsAccount === undefined) return users
  if (users !== undefined) refuseElement(windowsAccount, 'it and <appUserAccount> exclude one another')
  const name = windowsAccount.text.trim()
  return name === ''
    ? refuseElement(windowsAccount, 'it is empty')
    : [{ kind: 'user', name, at: windowsAccount.at }]
}

function withoutUndefined(
  properties: {
    readonly [K in keyof XmlApplication['properties']]: XmlApplication['properties'][K] | undefined
  },
): XmlApplication['properties'] {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined))
}
