import type { XmlElement } from './read-elements.ts'
import { xmlInvalid } from './xml-error.ts'
import type { XmlRoleAccount } from './xml-model.ts'

/** @throws {@link SsoError} `XmlInvalid` at the element, with the end of a sentence as its reason. */
export function refuseElement(element: XmlElement, reason: string): never {
  const values = [...element.attributes.values()]
  const hint = values.some((value) => /[“”„‟]/.test(value))
    ? ' (there is a typographic quote among its attributes; XML takes straight ones only: ")'
    : ''
  throw xmlInvalid(element.at, element.definition.name, `${reason}${hint}`)
}

/** The children of one name, in order. */
export function childrenOf(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.filter(({ definition }) => definition.name === name)
}

/** @returns the child's text without the blanks around it; `undefined` without such a child. */
export function textOf(element: XmlElement, name: string): string | undefined {
  const text = childrenOf(element, name)[0]?.text.trim()
  // A part of a string keeps the whole in memory: here a piece of the file, credentials included.
  return text === undefined ? undefined : Buffer.from(text).toString()
}

/** @throws {@link SsoError} `XmlInvalid` if the child is missing or empty. */
export function requiredTextOf(element: XmlElement, name: string): string {
  const text = textOf(element, name)
  if (text === undefined) refuseElement(element, `<${name}> is missing in it`)
  return text === '' ? refuseElement(childrenOf(element, name)[0] ?? element, 'it is empty') : text
}

/** @throws {@link SsoError} `XmlInvalid` if the attribute is missing. */
export function requiredAttribute(element: XmlElement, name: string): string {
  return element.attributes.get(name) ?? refuseElement(element, `its attribute ${name} is missing`)
}

/**
 * A yes or no, however it is spelt; `undefined` without the attribute.
 *
 * @throws {@link SsoError} `XmlInvalid`
 */
export function flagOf(element: XmlElement, name: string): boolean | undefined {
  const text = element.attributes.get(name)
  if (text === undefined) return undefined
  return asYesOrNo(text) ?? refuseElement(element, `its attribute ${name} is neither yes nor no`)
}

/** @returns `null` if it is neither. */
export function asYesOrNo(text: string): boolean | null {
  if (/^(yes|on|true|1)$/i.test(text.trim())) return true
  return /^(no|off|false|0)$/i.test(text.trim()) ? false : null
}

/**
 * @param what - names the number in the refusal
 * @throws {@link SsoError} `XmlInvalid` unless it is a whole number that a computer can count to.
 */
export function wholeNumber(element: XmlElement, text: string, what: string): number {
  const number = /^\d{1,15}$/.test(text.trim()) ? Number(text) : Number.NaN
  return Number.isSafeInteger(number) ? number : refuseElement(element, `${what} is not a whole number`)
}

/**
 * The accounts of one name; `undefined` if there are none. One empty element
 * says that there are to be none.
 *
 * @throws {@link SsoError} `XmlInvalid`
 */
export function accountsOf(element: XmlElement, name: string): readonly XmlRoleAccount[] | undefined {
  const accounts = childrenOf(element, name)
  if (accounts.length === 0) return undefined
  if (accounts.length === 1 && accounts[0]?.text.trim() === '') return []
  return accounts.map((account) => ({
    kind: kindOf(account),
    name: account.text.trim(),
    at: account.at,
  }))
}

function kindOf(account: XmlElement): XmlRoleAccount['kind'] {
  const kind = account.attributes.get('kind')?.trim().toLowerCase() ?? null
  if (kind === null || kind === 'group' || kind === 'user') return kind
  return refuseElement(account, 'its attribute kind is neither user nor group')
}
