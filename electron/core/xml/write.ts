import { EVERY_HIDDEN } from '../../../shared/visible-text.ts'
import { isLocalAccount } from '../accounts/account-name.ts'
import { applicationFlags } from '../records/application.ts'
import type { RoleAccount } from '../records/system.repository.ts'
import { flagAttributes } from './application-element.ts'
import { globalNumbers } from './grammar.ts'
import type { XmlApplication, XmlGlobalInfo, XmlMapping } from './xml-model.ts'

type Attributes = readonly (readonly [name: string, value: string])[]

/** What a file is made of. Positions are of no meaning, and credentials are never written. */
export interface WritableDocument {
  readonly globalInfo?: Omit<XmlGlobalInfo<RoleAccount>, 'at'> | null
  readonly applications?: readonly Omit<XmlApplication<RoleAccount>, 'at'>[]
  readonly mappings?: readonly Omit<XmlMapping, 'at' | 'credential'>[]
}

/**
 * Writes the file that `parseXml` reads as the same. In the place of a character that XML cannot hold stands U+FFFD.
 */
export function writeXml(document: WritableDocument): string {
  return `${XML_HEAD}${writeElements(document)}${XML_TAIL}`
}

/** What a file begins with, before what {@link writeElements} makes. */
export const XML_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n<sso>\n'
/** What it ends with. */
export const XML_TAIL = '</sso>\n'

/** Part of a file: whole elements, each of which ends with a line. */
export function writeElements({ applications = [], globalInfo, mappings = [] }: WritableDocument): string {
  const elements = [
    ...(globalInfo ? [writeGlobalInfo(globalInfo)] : []),
    ...applications.map(writeApplication),
    ...mappings.map(writeMapping),
  ]
  return elements.join('')
}

function writeGlobalInfo({
  administrators,
  affiliateAdministrators,
  numbers,
  secretServer,
}: Omit<XmlGlobalInfo<RoleAccount>, 'at'>): string {
  return parent(
    'globalInfo',
    [],
    [
      ...accounts('ssoAdminAccount', administrators),
      ...accounts('ssoAffiliateAdminAccount', affiliateAdministrators),
      ...leaf('secretServer', secretServer),
      ...globalNumbers.flatMap((name) => leaf(name, numbers[name]?.toString())),
    ],
  )
}

function writeApplication({ name, properties }: Omit<XmlApplication<RoleAccount>, 'at'>): string {
  const { administrators, contact, description, fields = [], type, users } = properties
  const [hostAccount] = type === 'host-group' ? (users ?? []) : []
  return parent(
    'application',
    [['name', name]],
    [
      ...leaf('description', description),
      ...leaf('contact', contact),
      ...(type === 'host-group'
        ? leaf('windowsAccount', hostAccount?.name)
        : accounts('appUserAccount', users)),
      ...accounts('appAdminAccount', administrators),
      ...fields.map(({ label, masked, synchronized }, ordinal) =>
        empty('field', [
          ['ordinal', ordinal.toString()],
          ['label', label],
          ['masked', yesNo(masked)],
          ...(synchronized ? [['synchronized', 'yes'] as const] : []),
        ]),
      ),
      ...writeFlags(properties),
    ],
  )
}

function writeFlags({
  enabled,
  flags,
  ticketTimeout,
  type,
}: XmlApplication<RoleAccount>['properties']): readonly string[] {
  const said = applicationFlags.flatMap((flag): Attributes => {
    const value = flags?.[flag]
    return value === undefined ? [] : [[flagAttributes[flag], yesNo(value)]]
  })
  const attributes: Attributes = [
    ...typeFlags(type),
    ...said,
    ...(ticketTimeout === undefined ? [] : [['appTicketTimeOut', ticketTimeout?.toString() ?? ''] as const]),
    ...(enabled === undefined ? [] : [['enableApp', yesNo(enabled)] as const]),
  ]
  return attributes.length === 0 && flags === undefined ? [] : [empty('flags', attributes)]
}

/** A host group is known by its Windows account. */
function typeFlags(type: XmlApplication<RoleAccount>['properties']['type']): Attributes {
  if (type === undefined || type === 'host-group') return []
  return [
    ['groupApp', yesNo(type === 'group')],
    ['configStoreApp', yesNo(type === 'config-store')],
  ]
}

function writeMapping({
  application,
  externalUser,
  windowsAccount,
}: NonNullable<WritableDocument['mappings']>[number]): string {
  const at = windowsAccount.indexOf('\\')
  return parent(
    'mapping',
    [],
    [
      ...leaf('windowsDomain', at < 0 ? undefined : windowsAccount.slice(0, at)),
      ...leaf('windowsUserId', windowsAccount.slice(at + 1)),
      ...leaf('externalApplication', application),
      ...leaf('externalUserId', externalUser),
    ],
  )
}

function parent(name: string, attributes: Attributes, children: readonly string[]): string {
  const inside = children.map((child) => `    ${child}\n`).join('')
  return `  <${name}${writeAttributes(attributes)}>\n${inside}  </${name}>\n`
}

function leaf(name: string, text: string | undefined, attributes: Attributes = []): readonly string[] {
  return text === undefined ? [] : [`<${name}${writeAttributes(attributes)}>${escapeText(text)}</${name}>`]
}

function empty(name: string, attributes: Attributes): string {
  return `<${name}${writeAttributes(attributes)} />`
}

/** One empty element says that there are none. */
function accounts(name: string, given: readonly RoleAccount[] | undefined): readonly string[] {
  if (given?.length === 0) return leaf(name, '')
  return (given ?? []).flatMap((account) =>
    leaf(name, account.name, isGroupAnyhow(account) ? [] : [['kind', account.kind]]),
  )
}

function writeAttributes(attributes: Attributes): string {
  return attributes.map(([name, value]) => ` ${name}="${escapeAttribute(value)}"`).join('')
}

function yesNo(value: boolean): string {
  return value ? 'yes' : 'no'
}

function escapeText(text: string): string {
  return escapeHidden(writable(text).replace(/[&<>\r]/g, escapeCharacter))
}

/** A parser makes blanks of the line ends and tabs in an attribute, unless they are written as references. */
function escapeAttribute(text: string): string {
  return escapeHidden(writable(text).replace(/[&<>"\r\n\t]/g, escapeCharacter))
}

function escapeCharacter(character: string): string {
  const named: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
  return named[character] ?? `&#${character.charCodeAt(0)};`
}

/** What a terminal would obey, or nobody would see, is written as references: the file is printed, too. */
function escapeHidden(text: string): string {
  return text.replace(EVERY_HIDDEN, (character) => `&#${character.codePointAt(0)};`)
}

/**
 * No service takes the characters that XML 1.0 cannot hold; in the place of one that is there all the same stands
 * U+FFFD.
 */
function writable(text: string): string {
  return text.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
}

/** Where it is not said of an account of this computer, reading asks the computer, which may be another one then. */
function isGroupAnyhow({ kind, name }: RoleAccount): boolean {
  return kind === 'group' && !isLocalAccount(name)
}
