import { hostname } from 'node:os'

/** NetBIOS allows no more. */
export const DOMAIN_MAX_CHARACTERS = 15

/** The computer's name, lower case: how the SSO system names its servers. */
export function thisServer(): string {
  return HERE
}

/** Asked once: it is needed for every mapping of many. */
const HERE = hostname().toLowerCase()

/** An account's name in its two parts; `domain` is `null` where there is no backslash. */
export interface AccountName {
  readonly domain: string | null
  readonly name: string
}

export function splitAccount(account: string): AccountName {
  const at = account.indexOf('\\')
  return at < 0
    ? { domain: null, name: account }
    : { domain: account.slice(0, at), name: account.slice(at + 1) }
}

/** Whether a domain stands for a computer of its own: its name, cut as NetBIOS cuts it, or a point. */
function isComputer(domain: string, computer: string): boolean {
  const names = computer === HERE ? NAMES_HERE : namesOf(computer)
  return names.includes(domain.toLowerCase())
}

function namesOf(computer: string): readonly string[] {
  const [label = ''] = computer.toLowerCase().split('.')
  const whole = computer.toLowerCase()
  return ['.', whole, whole.slice(0, DOMAIN_MAX_CHARACTERS), label.slice(0, DOMAIN_MAX_CHARACTERS)]
}

const NAMES_HERE = namesOf(HERE)

/**
 * The one spelling an account is stored and looked up in. An account of this computer is spelled without its name.
 * Names with a domain are the same whatever their case, on every system; plain ones only on Windows.
 */
export function canonicalAccount(account: string, computer = thisServer()): string {
  const { domain, name } = splitAccount(account)
  if (domain !== null && !isComputer(domain, computer))
    return `${domain.toUpperCase()}\\${name.toLowerCase()}`
  return process.platform === 'win32' ? name.toLowerCase() : name
}

/**
 * The spellings in which an account may be stored: the canonical one first, then those of versions that stored an
 * account of this computer under the computer's name.
 */
export function storedSpellings(account: string, computer = thisServer()): readonly string[] {
  const canonical = canonicalAccount(account, computer)
  if (canonical.includes('\\')) return [canonical]
  const [label = ''] = computer.split('.')
  const domains = [
    ...new Set([computer, label].map((name) => name.slice(0, DOMAIN_MAX_CHARACTERS).toUpperCase())),
  ]
  return [canonical, ...[...domains, '.'].map((domain) => `${domain}\\${canonical.toLowerCase()}`)]
}

export function isSameAccount(one: string, other: string): boolean {
  return canonicalAccount(one) === canonicalAccount(other)
}

/** Whether an account is known to one computer only: it names no domain, or this server in place of one. */
export function isLocalAccount(account: string, server = thisServer()): boolean {
  const { domain } = splitAccount(account)
  return domain === null || isComputer(domain, server)
}
