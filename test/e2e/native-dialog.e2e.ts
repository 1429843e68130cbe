import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningConsole, startConsole } from './support/console-app.ts'
import { openGenerateSecret } from './support/console-parts.ts'
import { fillPasswords, goodPassword, readResult } from './support/generate.ts'
import { activateDialog, dialogClosed, questionAsked, xdotool } from './support/native-dialog.ts'
import { openBackup } from './support/open-backup.ts'
import { startWindowManager } from './support/window-manager.ts'

const title = 'Save the master secret backup'
const hex64 = /^[0-9a-f]{64}$/

describe.skipIf(process.platform !== 'linux')('native save dialog', () => {
  let running: RunningConsole
  let endWindowManager: () => void

  beforeAll(async () => {
    endWindowManager = await startWindowManager()
    running = await startConsole()
  })
  afterAll(async () => {
    await running.close()
    endWindowManager()
  })

  it('chooses the file that is backed up to, replaced only after a question, when worked by keyboard', async () => {
    const file = join(running.folder, 'typed by hand.bak')
    const first = await generateInto(file, false)
    const firstBackup = await openBackup(file, goodPassword)
    expect(firstBackup.current.msid).toBe(first)
    expect(firstBackup.current.secret).toMatch(hex64)
    expect(firstBackup.previous).toBeNull()

    const second = await generateInto(file, true)
    const secondBackup = await openBackup(file, goodPassword)
    expect(secondBackup.current.msid).toBe(second)
    expect(secondBackup.current.secret).toMatch(hex64)
    expect(secondBackup.previous?.msid).toBe(first)
    expect(secondBackup.previous?.secret).toMatch(hex64)
    expect(await readdir(running.folder)).toEqual(['typed by hand.bak'])
  })

  it('offers a name made of the secret-to-be when it opens', async () => {
    const { backupFile, browse, cancel } = await openGenerateSecret(running.window)
    await browse.click()
    await activateDialog(title)
    // The offered name is selected but for its extension: Home goes before it, and the folder with it.
    await xdotool('key', 'Home')
    await xdotool('type', `${running.folder}/`)
    await xdotool('key', 'Return')
    await dialogClosed(title)
    await expect.poll(() => backupFile.inputValue()).toMatch(/\/SSO[0-9A-F]{4}\.bak$/)
    await cancel.click()
  })

  it('leaves the file alone when the question about replacing it is answered with Cancel', async () => {
    const file = join(running.folder, 'precious.bak')
    await writeFile(file, 'precious')
    const { backupFile, browse, cancel } = await openGenerateSecret(running.window)
    await browse.click()
    const dialog = await typePath(file)
    await questionAsked(dialog)
    await xdotool('key', 'Escape')
    await activateDialog(title)
    await xdotool('key', 'Escape')
    await dialogClosed(title)
    expect(await backupFile.inputValue()).toBe('')
    expect(await readFile(file, 'utf8')).toBe('precious')
    await cancel.click()
  })

  /** @returns the MSID on the screen. */
  async function generateInto(file: string, exists: boolean): Promise<string> {
    const parts = await openGenerateSecret(running.window)
    await parts.browse.click()
    const dialog = await typePath(file)
    if (exists) {
      await questionAsked(dialog)
      // Its default button is Replace.
      await xdotool('key', 'Return')
    }
    await dialogClosed(title)
    await expect.poll(() => parts.backupFile.inputValue()).toBe(file)
    await fillPasswords(parts, goodPassword)
    await parts.ok.click()
    const { msid } = await readResult(parts)
    await parts.close.click()
    await parts.dialog.waitFor({ state: 'detached' })
    return msid
  }

  async function typePath(path: string): Promise<string> {
    const dialog = await activateDialog(title)
    await xdotool('key', 'ctrl+a')
    await xdotool('type', '--delay', '2', path)
    await xdotool('key', 'Return')
    return dialog
  }
})
