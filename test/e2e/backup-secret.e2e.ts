import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accessibilityViolations, noViolations } from './support/axe.ts'
import { type RunningConsole, startConsole } from './support/console-app.ts'
import { generateSecretDialog, propertyValue, shownText, treeItem } from './support/console-parts.ts'
import { answerSaveDialog, generate, goodPassword } from './support/generate.ts'
import { hasFocus, tabTo } from './support/keyboard.ts'
import { canOpenBackups, openBackup } from './support/open-backup.ts'
import { readEventLog } from './support/stored.ts'

describe('Backup Secret…', () => {
  let running: RunningConsole
  let msid: string
  beforeAll(async () => {
    running = await startConsole()
    msid = (await generate(running, join(running.folder, 'first.bak'))).msid
    await generateSecretDialog(running.window).close.click()
    await running.window.getByText('Master secret present').waitFor()
  })
  afterAll(() => running.close())

  const dialog = () => running.window.getByRole('dialog', { name: 'Backup Secret', exact: true })
  const button = (name: string) => dialog().getByRole('button', { name, exact: true })
  const input = (label: string) => dialog().getByLabel(label, { exact: true })

  /** Opens the dialog with the keyboard. */
  async function openDialog(): Promise<void> {
    const { keyboard } = running.window
    await treeItem(running.window, 'System').press('Shift+F10')
    await running.window.getByRole('menuitem', { name: 'Backup Secret…' }).waitFor()
    await keyboard.press('ArrowDown')
    await keyboard.press('Enter')
    await button('OK').waitFor()
  }

  /** Chooses the file and types, with the keyboard alone. */
  async function fillIn(file: string): Promise<void> {
    const { keyboard } = running.window
    await answerSaveDialog(running.app, file)
    await tabTo(running.window, button('Browse…'))
    await keyboard.press('Enter')
    await dialog().getByTitle(file, { exact: true }).waitFor()
    for (const label of ['Password', 'Confirm password']) {
      await tabTo(running.window, input(label))
      await keyboard.type(goodPassword)
    }
    await tabTo(running.window, input('Password reminder'))
    await keyboard.type('the comic')
  }

  it('is accessible, empty and with errors', async () => {
    await openDialog()
    expect(await accessibilityViolations(running.window)).toEqual(noViolations)
    await tabTo(running.window, button('OK'))
    await running.window.keyboard.press('Enter')
    await dialog().getByText('No backup file is chosen.').waitFor()
    expect(await hasFocus(button('Browse…'))).toBe(true)
    expect(await accessibilityViolations(running.window)).toEqual(noViolations)
    await running.window.keyboard.press('Escape')
    await dialog().waitFor({ state: 'detached' })
  })

  it('makes a backup that opens when only the keyboard is used', async () => {
    const file = join(running.folder, 'second copy.bak')
    await openDialog()
    await fillIn(file)
    await running.window.keyboard.press('Enter')
    await dialog().getByRole('heading', { name: 'Backup made' }).waitFor({ timeout: 60_000 })
    expect(await shownText(propertyValue(dialog(), 'MSID'))).toBe(msid)
    expect(await shownText(propertyValue(dialog(), 'Backup file'))).toBe(file)
    expect(await accessibilityViolations(running.window)).toEqual(noViolations)
    expect(await hasFocus(button('Close'))).toBe(true)
    const trackingId = await shownText(propertyValue(dialog(), 'Tracking id'))
    const found = (await readEventLog(running.dataDirectory)).filter(
      (event) => event.trackingId === trackingId,
    )
    expect(found).toMatchObject([{ eventId: 10559, level: 'information', data: { msid, noted: true } }])
    await running.window.keyboard.press('Enter')
    await dialog().waitFor({ state: 'detached' })
    await expect.poll(() => hasFocus(treeItem(running.window, 'System'))).toBe(true)
    await running.window.getByText('second copy.bak', { exact: true }).waitFor()
  })

  it.skipIf(!canOpenBackups)('holds the secrets of the first backup', async () => {
    const [first, second] = await Promise.all(
      ['first.bak', 'second copy.bak'].map((name) => openBackup(join(running.folder, name), goodPassword)),
    )
    expect(second?.current).toEqual(first?.current)
  })

  it.skipIf(process.platform === 'win32')('is for its owner alone', async () => {
    expect((await stat(join(running.folder, 'second copy.bak'))).mode & 0o777).toBe(0o600)
  })

  it('says at the field that the folder is gone, and keeps what was typed', async () => {
    const folder = join(running.folder, 'stick')
    await mkdir(folder)
    await openDialog()
    await fillIn(join(folder, 'third.bak'))
    await rm(folder, { recursive: true })
    await running.window.keyboard.press('Enter')
    await dialog().getByText(`The folder ${folder} does not exist.`).waitFor()
    expect(await hasFocus(button('Browse…'))).toBe(true)
    expect(await input('Password').inputValue()).toBe(goodPassword)
    await running.window.keyboard.press('Escape')
    await dialog().waitFor({ state: 'detached' })
  })

  it('leaves no file when it is cancelled while the key is derived', async () => {
    const before = await readdir(running.folder)
    await openDialog()
    await fillIn(join(running.folder, 'cancelled.bak'))
    await running.window.keyboard.press('Enter')
    await dialog().locator('[aria-current=step]').waitFor()
    await running.window.keyboard.press('Escape')
    await dialog().getByText('The operation was cancelled.').waitFor()
    expect(await readdir(running.folder)).toEqual(before)
    await running.window.keyboard.press('Escape')
    await dialog().waitFor({ state: 'detached' })
  })
})
