import { app, dialog } from 'electron'
import { errorText } from '../../shared/error-text.ts'
import type { SsoError } from '../core/errors/sso-error.ts'
import { temporaryProfile } from './console-place.ts'

/** Says why the console cannot work, on standard error and in a box, and ends with exit code 1. */
export function refuseToStart(findError: () => Promise<SsoError>): void {
  app.setPath('userData', temporaryProfile())
  app.whenReady().then(async () => {
    const error = await findError()
    tell(error)
    const { message, remedy } = errorText(error.toData())
    await dialog.showMessageBox({
      type: 'error',
      title: 'SSO Administration',
      message: 'SSO Administration cannot start',
      detail: `${message}\n\n${remedy}\n\n(${error.code})`,
      buttons: ['OK'],
    })
    app.exit(1)
  })
}

/** An expected failure, on standard error. */
export function tell(error: SsoError): void {
  const { message, remedy } = errorText(error.toData())
  process.stderr.write(`ERROR: ${message} ${remedy}\n(${error.code})\n`)
}
