import { join } from 'node:path'
import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { locateDataDirectory } from '../../electron/core/files/data-directory.ts'
import { credentialKeys, insertCredentials, openAll } from '../support/credential-rows.ts'
import { accessibilityViolations, noViolations } from './support/axe.ts'
import { type RunningConsole, startConsole } from './support/console-app.ts'
import { generateSecretDialog, propertyValue, shownText, treeItem } from './support/console-parts.ts'
import { generate, goodPassword } from './support/generate.ts'
import { readEventLog } from './support/stored.ts'

const ROWS = 40

describe('Restore Secret…', () => {
  let running: RunningConsole
  let first: string
  let second: string
  beforeAll(async () => {
    running = await startConsole()
    const { dataDirectory, folder, window } = running
    first = (await generate(running, join(folder, 'first.bak'))).msid
    await generateSecretDialog(window).close.click()
    const ids = Array.from({ length: ROWS }, (_, at) => at + 1)
    await insertCredentials(locateDataDirectory(dataDirectory), ids)
    second = (await generate(running, join(folder, 'second.bak'))).msid
    await generateSecretDialog(window).close.click()
    await window.getByText(/40 credentials are under the current master secret/).waitFor()
  }, 120_000)
  afterAll(() => running.close())

  const dialog = () => running.window.getByRole('dialog', { name: 'Restore Secret' })
  const button = (name: string) => dialog().getByRole('button', { name, exact: true })
  const keyboard = () => running.window.keyboard

  /** Opens the dialog, chooses the backup and types the password, with the keyboard alone. */
  async function fillIn(name: string, password: string): Promise<void> {
    await answerOpenDialog(running, join(running.folder, name))
    await treeItem(running.window, 'System').focus()
    await keyboard().press('Shift+F10')
    const item = running.window.getByRole('menuitem', { name: 'Restore Secret…' })
    await item.waitFor()
    await moveTo(item, 'ArrowDown')
    await keyboard().press('Enter')
    await dialog().waitFor()
    await moveTo(button('Browse…'), 'Tab')
    await keyboard().press('Enter')
    await dialog().getByTitle(join(running.folder, name)).waitFor()
    await expect.poll(() => hasFocus(dialog().getByLabel('Password', { exact: true }))).toBe(true)
    await keyboard().type(password)
    await keyboard().press('Enter')
  }

  async function moveTo(target: Locator, key: string): Promise<void> {
    for (let presses = 0; presses < 15; presses += 1) {
      if (await hasFocus(target)) return
      await keyboard().press(key)
    }
    throw new Error(`${key} does not lead there`)
  }

  /** How many credentials open with the secrets in the store. */
  async function countReadable(): Promise<number> {
    const directory = locateDataDirectory(running.dataDirectory)
    const rows = openAll(directory.database, await credentialKeys(directory))
    return rows.filter(({ text }) => text !== null).length
  }

  it('shows the reminder before the password, and lets a wrong one be typed anew in place', async () => {
    await fillIn('second.bak', 'a wrong password')
    await dialog().getByText('The password does not open this backup.').waitFor()
    expect(await accessibilityViolations(running.window)).toEqual(noViolations)
    expect(await shownText(propertyValue(dialog(), 'Current MSID'))).toBe(second)
    await keyboard().type(goodPassword)
    await keyboard().press('Enter')
    await dialog().getByText('It would read 40 of 40 credentials.').waitFor()
    expect(await hasFocus(button('Restore'))).toBe(true)
    expect(await accessibilityViolations(running.window)).toEqual(noViolations)
    await keyboard().press('Escape')
    await dialog().waitFor({ state: 'detached' })
    await expect.poll(() => hasFocus(treeItem(running.window, 'System'))).toBe(true)
  })

  it('refuses a backup that reads nothing until RESTORE is typed, then restores it', async () => {
    await fillIn('first.bak', goodPassword)
    await dialog().getByText(`40 credentials under the master secret ${second}`).waitFor()
    expect(await accessibilityViolations(running.window)).toEqual(noViolations)
    await keyboard().press('Enter')
    expect(await button('Restore Anyway').getAttribute('aria-disabled')).toBe('true')
    await keyboard().type('RESTORE')
    await keyboard().press('Enter')
    await dialog().getByText('Master secret restored').waitFor()
    expect(await shownText(propertyValue(dialog(), 'Current MSID'))).toBe(first)
    expect(await shownText(propertyValue(dialog(), 'Readable'))).toBe('0 of 40 credentials')
    const trackingId = await shownText(propertyValue(dialog(), 'Tracking id'))
    const found = (await readEventLog(running.dataDirectory)).filter(
      (event) => event.trackingId === trackingId,
    )
    expect(found).toMatchObject([{ eventId: 10523, data: { msid: first, override: true } }])
    expect(await accessibilityViolations(running.window)).toEqual(noViolations)
    await keyboard().press('Enter')
    await dialog().waitFor({ state: 'detached' })
    expect(await countReadable()).toBe(0)
  })

  it('is undone from Replaced secret stores, after which every credential is readable again', async () => {
    const { window } = running
    const section = window.getByRole('region', { name: 'Replaced secret stores' })
    await section.getByText(second).waitFor()
    expect(await accessibilityViolations(window)).toEqual(noViolations)
    await moveTo(section.getByRole('button', { name: 'Undo Restore…' }), 'Tab')
    await keyboard().press('Enter')
    const undo = window.getByRole('dialog', { name: 'Undo Restore' })
    const confirm = undo.getByRole('button', { name: 'Undo Restore' })
    await confirm.waitFor()
    expect(await accessibilityViolations(window)).toEqual(noViolations)
    await moveTo(confirm, 'Tab')
    await keyboard().press('Enter')
    await undo.getByText('Restore undone').waitFor()
    expect(await shownText(propertyValue(undo, 'Current MSID'))).toBe(second)
    await keyboard().press('Enter')
    await undo.waitFor({ state: 'detached' })
    await section.waitFor({ state: 'detached' })
    expect(await countReadable()).toBe(ROWS)
  })
})

/** Lets the native open dialog answer at once with `path`. */
async function answerOpenDialog({ app }: RunningConsole, path: string): Promise<void> {
  await app.evaluate(({ dialog }, file) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [file] })
  }, path)
}

function hasFocus(element: Locator): Promise<boolean> {
  return element.evaluate((found) => found.matches(':focus'))
}
