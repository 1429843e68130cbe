import { whyNoAccountName } from '../accounts/account-name-rules.ts'
import { SsoError } from '../errors/sso-error.ts'

/** @throws {@link SsoError} `WindowsAccountInvalid` */
export function checkWindowsAccount(windowsAccount: string): void {
  const reason = whyNoAccountName(windowsAccount)
  if (reason !== null) throw SsoError.of('WindowsAccountInvalid', { windowsAccount, reason })
}

/** @throws {@link SsoError} `ExternalUserInvalid` */
export function checkExternalUser(externalUser: string): void {
  const isBlankAround = externalUser !== externalUser.trim()
  if (externalUser === '' || isBlankAround || /\p{C}/u.test(externalUser))
    throw SsoError.of('ExternalUserInvalid', { externalUser })
}
