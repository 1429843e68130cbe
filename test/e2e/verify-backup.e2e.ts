import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { locateDataDirectory } from '../../electron/core/files/data-directory.ts'
import { insertCredentials } from '../support/credential-rows.ts'
import { accessibilityViolations, noViolations } from './support/axe.ts'
import { type RunningConsole, startConsole } from './support/console-app.ts'
import { generateSecretDialog, propertyValue, shownText, treeItem } from './support/console-parts.ts'
import { answerOpenDialog, generate, goodPassword } from './support/generate.ts'
import { hasFocus, tabTo } from './support/keyboard.ts'
import { readEventLog, readSecretStore } from './support/stored.ts'

const ROWS = 12

describe('Verify Backup…', () => {
  let running: RunningConsole
  let msid: string
  beforeAll(async () => {
    running = await startConsole()
    const { dataDirectory, folder, window } = running
    msid = (await generate(running, join(folder, 'good.bak'))).msid
    await generateSecretDialog(window).close.click()
    await insertCredentials(
      locateDataDirectory(dataDirectory),
      Array.from({ length: ROWS }, (_, at) => at + 1),
    )
    await window.getByText('Master secret present').waitFor()
  })
  afterAll(() => running.close())
  afterEach(async () => {
    await running.window.keyboard.press('Escape')
    await dialog().waitFor({ state: 'detached' })
  })

  const dialog = () => running.window.getByRole('dialog', { name: 'Verify Backup', exact: true })
  const button = (name: string) => dialog().getByRole('button', { name, exact: true })
  const password = () => dialog().getByLabel('Password', { exact: true })
  const result = () => dialog().getByRole('heading', { name: /^The backup opens/ })

  /** Opens the dialog and picks a backup, with the keyboard alone. */
  async function pick(name: string): Promise<void> {
    const { keyboard } = running.window
    await answerOpenDialog(running.app, join(running.folder, name))
    await treeItem(running.window, 'System').press('Shift+F10')
    await running.window.getByRole('menuitem', { name: 'Verify Backup…' }).waitFor()
    for (let presses = 0; presses < 3; presses += 1) await keyboard.press('ArrowDown')
    await keyboard.press('Enter')
    await button('Verify').waitFor()
    await tabTo(running.window, button('Browse…'))
    await keyboard.press('Enter')
  }

  it('opens a backup and says what it is worth, changing nothing, when only the keyboard is used', async () => {
    const before = await readSecretStore(running.dataDirectory)
    await pick('good.bak')
    await dialog().getByRole('status', { name: 'What the file says' }).waitFor()
    expect(await accessibilityViolations(running.window)).toEqual(noViolations)
    await expect.poll(() => hasFocus(password())).toBe(true)
    await running.window.keyboard.type(goodPassword)
    await running.window.keyboard.press('Enter')
    await result().waitFor({ timeout: 60_000 })
    expect(await hasFocus(button('Close'))).toBe(true)
    expect(await accessibilityViolations(running.window)).toEqual(noViolations)
    expect(await shownText(propertyValue(dialog(), 'Would read'))).toBe('12 of 12 credentials')
    expect(await shownText(propertyValue(dialog(), 'Current MSID'))).toBe(msid)
    expect(await readSecretStore(running.dataDirectory)).toEqual(before)
    const trackingId = await shownText(propertyValue(dialog(), 'Tracking id'))
    const found = (await readEventLog(running.dataDirectory)).filter(
      (event) => event.trackingId === trackingId,
    )
    expect(found).toMatchObject([{ level: 'information', data: { msid, readable: ROWS, total: ROWS } }])
    await running.window.keyboard.press('Enter')
    await dialog().waitFor({ state: 'detached' })
    await expect.poll(() => hasFocus(treeItem(running.window, 'System'))).toBe(true)
  })

  it('stays with the wrong password selected, waits after the fifth, and takes the right one then', async () => {
    await pick('good.bak')
    await expect.poll(() => hasFocus(password())).toBe(true)
    const trackingIds = new Set<string>()
    for (let tries = 0; tries < 5; tries += 1) {
      await running.window.keyboard.type('wrong password')
      await running.window.keyboard.press('Enter')
      await dialog().locator('[aria-current=step]').waitFor()
      trackingIds.add(await shownText(dialog().getByText(/Code WrongPassword/)))
      await expect.poll(() => hasFocus(password())).toBe(true)
    }
    expect(trackingIds.size).toBe(5)
    expect(await password().inputValue()).toBe('wrong password')
    expect(await accessibilityViolations(running.window)).toEqual(noViolations)
    await running.window.keyboard.type(goodPassword)
    await running.window.keyboard.press('Enter')
    await dialog().locator('[aria-current=step]', { hasText: 'Waiting before the next try…' }).waitFor()
    await result().waitFor({ timeout: 60_000 })
  })

  it('says at the field that a file is no backup', async () => {
    await writeFile(join(running.folder, 'letter.bak'), 'Dear Sir or Madam')
    await pick('letter.bak')
    await dialog().getByText('This file is not a master secret backup.').waitFor()
    expect(await accessibilityViolations(running.window)).toEqual(noViolations)
    expect(await dialog().getByRole('status', { name: 'What the file says' }).count()).toBe(0)
  })

  it('says that a backup is damaged when its payload was changed', async () => {
    const backup = JSON.parse(await readFile(join(running.folder, 'good.bak'), 'utf8'))
    const lines: string[] = backup.payload.split('\n')
    const middle = lines.length - 4
    lines[middle] = [...(lines[middle] ?? '')].reverse().join('')
    await writeFile(
      join(running.folder, 'damaged.bak'),
      JSON.stringify({ ...backup, payload: lines.join('\n') }),
    )
    await pick('damaged.bak')
    await expect.poll(() => hasFocus(password())).toBe(true)
    await running.window.keyboard.type(goodPassword)
    await running.window.keyboard.press('Enter')
    await dialog()
      .getByText(/Code BackupDamaged/)
      .waitFor({ timeout: 60_000 })
  })
})
