import { SsoError } from '../sso-error.ts'

/** NetBIOS allows no more. */
export const DOMAIN_MAX_CHARACTERS = 15

/**
 * The one spelling an account is stored and looked up in. Names with a domain are the same whatever their case, on
 * every system; plain ones only on Windows.
 */
export function canonicalAccount(account: string): string {
  const at = account.indexOf('\\')
  if (at >= 0) return `${account.slice(0, at).toUpperCase()}\\${account.slice(at + 1).toLowerCase()}`
  return process.platform === 'win32' ? account.toLowerCase() : account
}

export function isSameAccount(one: string, other: string): boolean {
  return canonicalAccount(one) === canonicalAccount(other)
}

/** Whether an account is known to one computer only: it names no domain, or this server in place of one. */
export function isLocalAccount(account: string, server: string): boolean {
  const at = account.indexOf('\\')
  if (at < 0) return true
  const domain = account.slice(0, at).toLowerCase()
  return domain === '.' || domain === server.slice(0, DOMAIN_MAX_CHARACTERS).toLowerCase()
}

/** @throws {@link SsoError} `WindowsAccountInvalid` */
export function checkWindowsAccount(windowsAccount: string): void {
  const reason = whyWrong(windowsAccount)
  if (reason !== null) throw SsoError.of('WindowsAccountInvalid', { windowsAccount, reason })
}

function whyWrong(account: string): string | null {
  const [first = '', second, ...more] = account.split('\\')
  const user = second ?? first
  if (user.trim() === '' || first.trim() === '') return 'a part of it is empty'
  if (account !== account.trim() || /\p{C}/u.test(account)) return 'it has characters that no account has'
  if (more.length > 0) return 'it has more than one backslash'
  if (second !== undefined && first.length > DOMAIN_MAX_CHARACTERS)
    return `its domain has more than ${DOMAIN_MAX_CHARACTERS} characters`
  return null
}

/** @throws {@link SsoError} `ExternalUserInvalid` */
export function checkExternalUser(externalUser: string): void {
  const isBlankAround = externalUser !== externalUser.trim()
  if (externalUser === '' || isBlankAround || /\p{C}/u.test(externalUser))
    throw SsoError.of('ExternalUserInvalid', { externalUser })
}
