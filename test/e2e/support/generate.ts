import type { ElectronApplication } from 'playwright-core'
import type { RunningConsole } from './console-app.ts'
import { type GenerateSecretDialog, openGenerateSecret, propertyValue, shownText } from './console-parts.ts'

export const goodPassword = 'Correct horse 7 battery staple'

/** Lets the native save dialog answer at once with `path`, or as cancelled. */
export async function answerSaveDialog(app: ElectronApplication, path: string | null): Promise<void> {
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: filePath === null, filePath: filePath ?? '' })
  }, path)
}

/** Lets the native open dialog answer at once with `path`. */
export async function answerOpenDialog(app: ElectronApplication, path: string): Promise<void> {
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [filePath] })
  }, path)
}

/** Chooses a backup file with Browse…, the native dialog being answered for. */
export async function chooseBackupFile(
  { app }: RunningConsole,
  parts: GenerateSecretDialog,
  path: string,
): Promise<void> {
  await answerSaveDialog(app, path)
  await parts.browse.click()
  await parts.dialog.getByTitle(path, { exact: true }).waitFor()
}

export async function fillPasswords(
  parts: GenerateSecretDialog,
  password: string,
  confirmation = password,
): Promise<void> {
  await parts.password.fill(password)
  await parts.confirmation.fill(confirmation)
}

/** What the result page says. */
export interface ShownResult {
  readonly msid: string
  readonly trackingId: string
}

/** Generates from start to result page, which stays open. */
export async function generate(
  running: RunningConsole,
  file: string,
  password = goodPassword,
): Promise<ShownResult> {
  const parts = await openGenerateSecret(running.window)
  await chooseBackupFile(running, parts, file)
  await fillPasswords(parts, password)
  await parts.ok.click()
  return readResult(parts)
}

export async function readResult({ dialog }: GenerateSecretDialog): Promise<ShownResult> {
  await dialog.getByRole('heading', { name: 'Master secret generated' }).waitFor({ timeout: 60_000 })
  return {
    msid: await shownText(propertyValue(dialog, 'New MSID')),
    trackingId: await shownText(propertyValue(dialog, 'Tracking id')),
  }
}
