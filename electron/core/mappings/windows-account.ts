import { DOMAIN_MAX_CHARACTERS } from '../accounts/account-name.ts'
import { SsoError } from '../sso-error.ts'

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
