import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type RunningConsole, startConsole } from './support/console-app.ts'
import {
  type GenerateSecretDialog,
  generateSecretDialog,
  openGenerateSecret,
  propertyValue,
  shownText,
  treeItem,
} from './support/console-parts.ts'
import {
  answerSaveDialog,
  chooseBackupFile,
  fillPasswords,
  generate,
  goodPassword,
  readResult,
  type ShownResult,
} from './support/generate.ts'
import { chooseMenuItem } from './support/menu-bar.ts'
import { canOpenBackups, openBackup } from './support/open-backup.ts'
import { readEventLog, readEventTable, readSecretStore } from './support/stored.ts'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const inWords = [
  'Deriving key from the password',
  'Writing the backup',
  'Checking that the backup opens',
  'Making the new secret current',
]

describe('Generate Secret…', () => {
  let running: RunningConsole
  beforeAll(async () => {
    running = await startConsole()
  })
  afterAll(() => running.close())
  afterEach(async () => {
    const { cancel, dialog } = generateSecretDialog(running.window)
    if (await cancel.isVisible()) await cancel.click()
    await dialog.waitFor({ state: 'detached' })
  })

  const item = () => running.window.getByRole('menuitem', { name: 'Generate Secret…' })
  const system = () => treeItem(running.window, 'System')

  it.each<[string, () => Promise<void>]>([
    [
      'the right-click menu',
      async () => {
        await system().click({ button: 'right' })
        await item().click()
      },
    ],
    [
      'Shift+F10',
      async () => {
        await system().press('Shift+F10')
        await item().press('Enter')
      },
    ],
    [
      'the Menu key',
      async () => {
        await system().press('ContextMenu')
        await item().press('Enter')
      },
    ],
    ['the Action menu', () => chooseMenuItem(running.app, 'Action', 'Generate Secret…')],
    [
      'the toolbar',
      () => running.window.getByRole('toolbar').getByRole('button', { name: 'Generate Secret…' }).click(),
    ],
    [
      'the actions pane',
      () =>
        running.window.getByRole('complementary', { name: 'Actions' }).getByText('Generate Secret…').click(),
    ],
    [
      'the button of the empty state',
      () =>
        running.window
          .getByRole('region', { name: 'Master secret', exact: true })
          .getByRole('button', { name: 'Generate Secret…' })
          .click(),
    ],
  ])('opens its dialog when chosen by %s', async (_name, choose) => {
    await choose()
    const { backupFile, confirmation, dialog, ok, password, reminder } = generateSecretDialog(running.window)
    await ok.waitFor()
    expect(await shownText(dialog.getByRole('heading', { level: 2 }))).toBe('Generate Secret')
    expect(await dialog.locator('label').allInnerTexts()).toEqual([
      'Backup file',
      'Password',
      'Confirm password',
      'Password reminder',
    ])
    expect(await backupFile.getAttribute('readonly')).not.toBeNull()
    for (const field of [password, confirmation, reminder]) expect(await field.isEditable()).toBe(true)
    for (const field of [password, confirmation]) expect(await field.getAttribute('type')).toBe('password')
  })

  it('gives the focus back to System when its dialog is left by Escape', async () => {
    await system().press('Shift+F10')
    await item().press('Enter')
    const { dialog, ok } = generateSecretDialog(running.window)
    await ok.waitFor()
    await running.window.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await expect.poll(() => system().evaluate((element) => element.matches(':focus'))).toBe(true)
  })

  it('starts with empty fields when its dialog was left with something typed', async () => {
    const first = await openGenerateSecret(running.window)
    await chooseBackupFile(running, first, join(running.folder, 'never.bak'))
    await fillPasswords(first, goodPassword)
    await first.reminder.fill('the usual')
    await first.cancel.click()
    await first.dialog.waitFor({ state: 'detached' })
    const again = await openGenerateSecret(running.window)
    for (const field of [again.backupFile, again.password, again.confirmation, again.reminder]) {
      expect(await field.inputValue()).toBe('')
    }
  })

  it('keeps the chosen file when the save dialog is opened again and cancelled', async () => {
    const parts = await openGenerateSecret(running.window)
    const file = join(running.folder, 'kept.bak')
    await chooseBackupFile(running, parts, file)
    await answerSaveDialog(running.app, null)
    await parts.browse.click()
    await expect.poll(() => parts.browse.evaluate((button) => button.matches(':focus'))).toBe(true)
    expect(await parts.backupFile.inputValue()).toBe(file)
  })

  it('stays open when the page beside its dialog is clicked', async () => {
    const { dialog, password } = await openGenerateSecret(running.window)
    await password.fill('typed')
    await running.window.mouse.click(5, 300)
    expect(await dialog.isVisible()).toBe(true)
    expect(await password.inputValue()).toBe('typed')
  })

  it('is left by Escape when the page beside its dialog was clicked', async () => {
    const { dialog } = await openGenerateSecret(running.window)
    await running.window.mouse.click(5, 300)
    await running.window.keyboard.press('Escape')
    await expect.poll(() => dialog.isVisible(), { timeout: 3_000 }).toBe(false)
  })

  it('rates the password in words when one is typed', async () => {
    const { dialog, password } = await openGenerateSecret(running.window)
    const meter = dialog.getByRole('meter', { name: 'Password strength' })
    await password.fill('password1')
    await expect.poll(() => meter.getAttribute('aria-valuetext')).toBe('Very weak')
    await password.fill('vintage-kayak-umbrella-plasma-tornado')
    await expect.poll(() => meter.getAttribute('aria-valuetext')).toBe('Very strong')
  })
})

describe('generated master secret', () => {
  let running: RunningConsole
  let file: string
  let shown: ShownResult
  let parts: GenerateSecretDialog

  beforeAll(async () => {
    running = await startConsole()
    file = join(running.folder, 'first.bak')
    await recordProgress(running)
    shown = await generate(running, file)
    parts = generateSecretDialog(running.window)
  })
  afterAll(() => running.close())

  it('has gone through its four steps in order when the result is shown', async () => {
    const notices = await running.window.evaluate(() => Reflect.get(window, 'recordedNotices'))
    expect(notices).toEqual(['deriving-key', 'writing-backup', 'checking-backup', 'making-current'])
    const seen: readonly string[] = await running.window.evaluate(() => Reflect.get(window, 'recordedSteps'))
    expect(seen[0]).toBe(inWords[0])
    expect(seen).toEqual(inWords.filter((step) => seen.includes(step)))
  })

  it('is named with its MSID, file and tracking id when the result is shown', async () => {
    expect(shown.msid).toMatch(uuid)
    expect(shown.trackingId).toMatch(uuid)
    expect(await shownText(propertyValue(parts.dialog, 'Backup file'))).toBe(file)
    expect(await parts.dialog.getByText('Previous MSID').count()).toBe(0)
  })

  it('is said to have a backup that opens when the result is shown', async () => {
    expect(await shownText(parts.dialog)).toContain('the backup was read back and opens with your password')
  })

  it('comes with the command that opens its backup when the result is shown', async () => {
    const command = `jq -r .payload ${file} | age -d`
    expect(await parts.dialog.getByText(command).count()).toBe(1)
    await parts.dialog.getByRole('button', { name: 'Copy command' }).click()
    await parts.dialog.getByRole('button', { name: 'Copied command' }).waitFor()
    expect(await running.app.evaluate(({ clipboard }) => clipboard.readText())).toBe(command)
  })

  it.skipIf(process.platform === 'win32')('has a backup for its owner alone when it is written', async () => {
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(await readdir(running.folder)).toEqual(['first.bak'])
  })

  it('is in the local log under its tracking id when the result is shown', async () => {
    const found = (await readEventLog(running.dataDirectory)).filter(
      ({ trackingId }) => trackingId === shown.trackingId,
    )
    expect(found).toMatchObject([{ eventId: 10525, level: 'information', data: { msid: shown.msid } }])
  })

  it('is in the database under its tracking id when the result is shown', () => {
    const found = readEventTable(running.dataDirectory).filter(
      ({ trackingId }) => trackingId === shown.trackingId,
    )
    expect(found).toMatchObject([{ eventId: 10525, level: 'information', data: { msid: shown.msid } }])
  })

  it('is shown by System when the result is closed', async () => {
    await parts.close.click()
    await parts.dialog.waitFor({ state: 'detached' })
    const section = running.window.getByRole('region', { name: 'Master secret', exact: true })
    expect(await shownText(propertyValue(section, 'MSID (current)'))).toBe(shown.msid)
    expect(await shownText(propertyValue(section, 'Previous MSID'))).toBe('None')
    expect(await shownText(propertyValue(section, 'Generated'))).toContain('just now')
    expect(await shownText(propertyValue(section, 'Last backup'))).toContain('first.bak')
    expect(await shownText(propertyValue(section, 'Guarded at rest by'))).not.toBe('')
    expect(await shownText(running.window.getByRole('contentinfo'))).toContain('Master secret present')
  })

  it.skipIf(!canOpenBackups)('becomes the previous one when another is generated', async () => {
    const secondFile = join(running.folder, 'second.bak')
    const first = (await openBackup(file, goodPassword)).current
    const second = await generate(running, secondFile, 'another password')
    expect(second.msid).not.toBe(shown.msid)
    expect(await shownText(propertyValue(parts.dialog, 'Previous MSID'))).toBe(shown.msid)
    const backup = await openBackup(secondFile, 'another password')
    expect(backup.current.msid).toBe(second.msid)
    expect(backup.previous).toEqual(first)
    expect(first.msid).toBe(shown.msid)
    expect(backup.current.secret).not.toBe(first.secret)
  })
})

describe('generate', () => {
  let running: RunningConsole
  beforeEach(async () => {
    running = await startConsole()
  })
  afterEach(() => running.close())

  it.each<[string, (parts: GenerateSecretDialog) => Promise<void>]>([
    ['Cancel is pressed', ({ cancel }) => cancel.click()],
    ['Escape is pressed', () => running.window.keyboard.press('Escape')],
  ])('leaves no file and no secret when %s while the key is derived', async (_name, cancel) => {
    const before = await readSecretStore(running.dataDirectory)
    const parts = await openGenerateSecret(running.window)
    await chooseBackupFile(running, parts, join(running.folder, 'cancelled.bak'))
    await fillPasswords(parts, goodPassword)
    await parts.ok.click()
    await parts.steps.locator('[aria-current=step]', { hasText: inWords[0] ?? '' }).waitFor()
    await cancel(parts)
    await parts.dialog.getByText('The operation was cancelled.').waitFor()
    expect(await readdir(running.folder)).toEqual([])
    expect(await readSecretStore(running.dataDirectory)).toEqual(before)
    expect(await parts.password.inputValue()).toBe(goodPassword)
    await parts.cancel.click()
    await parts.dialog.waitFor({ state: 'detached' })
    expect(await shownText(running.window.getByRole('contentinfo'))).toContain('No master secret yet')
    const eventIds = (await readEventLog(running.dataDirectory)).map(({ eventId }) => eventId)
    expect(eventIds.filter((id) => id === 10525 || id === 10526)).toEqual([10526])
  })

  it('runs from the tree to the result and back when only the keyboard is used', async () => {
    const { app, folder, window } = running
    const file = join(folder, 'by keyboard.bak')
    await answerSaveDialog(app, file)
    await window.keyboard.press('Shift+F10')
    await window.getByRole('menu').waitFor()
    await window.keyboard.press('Enter')
    const parts = generateSecretDialog(window)
    await parts.ok.waitFor()
    await tabTo(running, parts.browse)
    await window.keyboard.press('Enter')
    await parts.dialog.getByTitle(file).waitFor()
    await tabTo(running, parts.password)
    await window.keyboard.type(goodPassword)
    await tabTo(running, parts.confirmation)
    await window.keyboard.type(goodPassword)
    await tabTo(running, parts.reminder)
    await window.keyboard.type('the comic')
    await window.keyboard.press('Enter')
    await readResult(parts)
    expect(await parts.close.evaluate((button) => button.matches(':focus'))).toBe(true)
    await window.keyboard.press('Enter')
    await parts.dialog.waitFor({ state: 'detached' })
    const system = treeItem(window, 'System')
    await expect.poll(() => system.evaluate((element) => element.matches(':focus'))).toBe(true)
    expect(JSON.parse(await readFile(file, 'utf8')).passwordReminder).toBe('the comic')
  })

  it.skipIf(!canOpenBackups)(
    'makes a backup that opens with the passphrase when one was generated',
    async () => {
      const parts = await openGenerateSecret(running.window)
      const file = join(running.folder, 'passphrase.bak')
      await chooseBackupFile(running, parts, file)
      await parts.dialog.getByRole('button', { name: 'Generate passphrase' }).click()
      const output = parts.dialog.getByLabel('Generated passphrase')
      await output.waitFor()
      const passphrase = await shownText(output)
      expect(passphrase).toMatch(/^[a-z]+(-[a-z]+){5,}$/)
      expect(await parts.password.inputValue()).toBe(passphrase)
      expect(await parts.confirmation.inputValue()).toBe(passphrase)
      await parts.dialog.getByRole('button', { name: 'Copy passphrase' }).click()
      await parts.dialog.getByRole('button', { name: 'Copied passphrase' }).waitFor()
      expect(await running.app.evaluate(({ clipboard }) => clipboard.readText())).toBe(passphrase)
      await parts.ok.click()
      const { msid } = await readResult(parts)
      expect((await openBackup(file, passphrase)).current.msid).toBe(msid)
    },
  )
})

/** Keeps, in the page, each step told of and each step shown as the current one. */
async function recordProgress(running: RunningConsole): Promise<void> {
  await running.window.evaluate(() => {
    const notices: string[] = []
    const steps: string[] = []
    Reflect.set(window, 'recordedNotices', notices)
    Reflect.set(window, 'recordedSteps', steps)
    window.sso.masterSecret.onProgress(({ step }) => notices.push(step))
    new MutationObserver(() => {
      const shown = document.querySelector('[aria-current=step] > span')?.firstChild?.textContent
      if (shown != null && steps.at(-1) !== shown) steps.push(shown)
    }).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true })
  })
}

async function tabTo({ window }: RunningConsole, target: GenerateSecretDialog['ok']): Promise<void> {
  for (let presses = 0; presses < 12; presses += 1) {
    if (await target.evaluate((element) => element.matches(':focus'))) return
    await window.keyboard.press('Tab')
  }
  throw new Error('Tab does not lead there')
}
