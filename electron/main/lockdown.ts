import { app, type Session, type WebContents } from 'electron'

/** The one permission the console asks for: to copy a passphrase or a command when its button is pressed. */
const GRANTED = 'clipboard-sanitized-write'

/** Denies every permission but {@link GRANTED}. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer) =>
    answer((permission as string) === GRANTED),
  )
  session.setPermissionCheckHandler((_contents, permission) => (permission as string) === GRANTED)
}

/** Keeps every page where it is: no navigation, no new windows, no embedded pages. */
export function forbidNavigation(): void {
  app.on('web-contents-created', (_event, contents) => lockDown(contents))
}

function lockDown(contents: WebContents): void {
  contents.on('will-navigate', (event) => event.preventDefault())
  contents.on('will-redirect', (event) => event.preventDefault())
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}
