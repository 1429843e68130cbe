import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { locateDataDirectory } from '../../electron/core/files/data-directory.ts'
import { insertCredentials } from '../support/credential-rows.ts'
import { accessibilityViolations, noViolations } from './support/axe.ts'
import { type RunningConsole, startConsole } from './support/console-app.ts'
import { generateSecretDialog, propertyValue, shownText, treeItem } from './support/console-parts.ts'
import { generate, goodPassword } from './support/generate.ts'
import { hasFocus, tabTo } from './support/keyboard.ts'
import { readSecretStore } from './support/stored.ts'

const ROWS = 2_000

describe('Rehearse…', () => {
  let running: RunningConsole
  let file: string
  let store: Buffer
  beforeAll(async () => {
    running = await startConsole()
    file = join(running.folder, 'first.bak')
    await generate(running, file)
    await generateSecretDialog(running.window).close.click()
    const ids = Array.from({ length: ROWS }, (_, at) => at + 1)
    await insertCredentials(locateDataDirectory(running.dataDirectory), ids)
    store = await readSecretStore(running.dataDirectory)
  }, 120_000)
  afterAll(() => running.close())

  const dialog = () => running.window.getByRole('dialog', { name: 'Rehearse' })
  const open = async () => {
    const { window } = running
    await treeItem(window, 'System').press('Shift+F10')
    await window.getByRole('menuitem', { name: 'Rehearse…' }).press('Enter')
    await dialog().getByRole('radio', { name: 'Generate Secret' }).waitFor()
  }

  it('rehearses a generate by keyboard alone, and leaves the system as it is', async () => {
    const { dataDirectory, window } = running
    await open()
    expect(await accessibilityViolations(window)).toEqual(noViolations)
    await dialog().getByRole('radio', { name: 'Generate Secret' }).press('Enter')
    await dialog()
      .getByRole('heading', { name: 'Generating a master secret would succeed' })
      .waitFor({ timeout: 60_000 })
    expect(await shownText(propertyValue(dialog(), 'Re-encrypted'))).toBe('2,000')
    expect(await shownText(propertyValue(dialog(), 'Unreadable'))).toBe('0')
    expect(await accessibilityViolations(window)).toEqual(noViolations)
    await window.keyboard.press('Enter')
    await dialog().waitFor({ state: 'detached' })
    expect(await readSecretStore(dataDirectory)).toEqual(store)
  })

  it('rehearses a restore by keyboard alone: refuses a wrong password at its field, then says that it would succeed', async () => {
    const { app, window } = running
    await app.evaluate(({ dialog: native }, path) => {
      native.showOpenDialog = async () => ({ canceled: false, filePaths: [path] })
    }, file)
    await open()
    await expect.poll(() => hasFocus(dialog().getByRole('radio', { name: 'Generate Secret' }))).toBe(true)
    await window.keyboard.press('ArrowDown')
    await tabTo(window, dialog().getByRole('button', { name: 'Browse…' }))
    await window.keyboard.press('Enter')
    await dialog().getByTitle(file, { exact: true }).waitFor()
    const password = dialog().getByLabel('Password', { exact: true })
    await tabTo(window, password)
    await window.keyboard.type('not the password')
    await window.keyboard.press('Enter')
    await dialog()
      .getByText(/The password does not open this backup/)
      .waitFor({ timeout: 60_000 })
    await expect.poll(() => hasFocus(password)).toBe(true)
    expect(await accessibilityViolations(window)).toEqual(noViolations)
    await window.keyboard.press('Control+A')
    await window.keyboard.type(goodPassword)
    await window.keyboard.press('Enter')
    await dialog()
      .getByRole('heading', { name: 'Restoring this backup would succeed' })
      .waitFor({ timeout: 60_000 })
    await window.keyboard.press('Escape')
    await dialog().waitFor({ state: 'detached' })
    expect(await readSecretStore(running.dataDirectory)).toEqual(store)
  })
})
