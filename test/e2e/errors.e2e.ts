import { once } from 'node:events'
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { makeFolders, type RunningConsole, startConsole, type TestFolders } from './support/console-app.ts'
import {
  type GenerateSecretDialog,
  generateSecretDialog,
  openGenerateSecret,
  propertyValue,
  shownText,
  treeItem,
} from './support/console-parts.ts'
import { descriptionOf, expectFault, expectKept, type Field, type Typed } from './support/faulty-fields.ts'
import { chooseBackupFile, goodPassword, readResult } from './support/generate.ts'
import { menuLabels } from './support/menu-bar.ts'
import { canMakeReadOnly, canMount, fullFolder, readOnlyFolder } from './support/scarce-folder.ts'
import { holdSecretStore, makeSystem } from './support/ssoconfig.ts'
import { changeDatabase, readEventLog, readSecretStore } from './support/stored.ts'

let running: RunningConsole

async function fill(typed: Typed): Promise<GenerateSecretDialog> {
  const parts = await openGenerateSecret(running.window)
  if (typed.file !== null) await chooseBackupFile(running, parts, typed.file)
  await parts.password.fill(typed.password)
  await parts.confirmation.fill(typed.confirmation)
  await parts.reminder.fill(typed.reminder)
  return parts
}

const good = (file: string): Typed => ({
  file: join(running.folder, file),
  password: goodPassword,
  confirmation: goodPassword,
  reminder: 'the comic',
})

async function leaveDialog(): Promise<void> {
  const { cancel, dialog } = generateSecretDialog(running.window)
  if (await cancel.isVisible()) await cancel.click()
  await dialog.waitFor({ state: 'detached' })
}

/** The tracking id of the newest event is shown with the code, and the event says the same. */
async function expectReported(parts: GenerateSecretDialog, code: string, eventId: number): Promise<void> {
  const newest = (await readEventLog(running.dataDirectory)).at(-1)
  expect(newest).toMatchObject({ eventId: 10526, level: 'error', data: { code } })
  expect(await shownText(parts.dialog)).toContain(
    `Code ${code} · event ${eventId} · tracking id ${newest?.trackingId}`,
  )
}

describe('faulty input', () => {
  beforeAll(async () => {
    running = await startConsole()
  })
  afterAll(() => running.close())
  afterEach(leaveDialog)

  it.each<[string, Partial<Typed>, Field, string]>([
    ['no file is chosen', { file: null }, 'backupFile', 'No backup file is chosen.'],
    [
      'the password has 6 characters',
      { password: 'sëcret', confirmation: 'sëcret' },
      'password',
      'The password has 6 characters; at least 7 are needed.',
    ],
    [
      'the password has 257 characters',
      { password: 'x'.repeat(257), confirmation: 'x'.repeat(257) },
      'password',
      'The password has 257 characters; at most 256 are allowed.',
    ],
    [
      'the passwords differ',
      { confirmation: `${goodPassword}.` },
      'confirmation',
      'The two passwords are not the same.',
    ],
    [
      'the reminder has 513 characters',
      { reminder: 'r'.repeat(513) },
      'reminder',
      'The password reminder has 513 characters; at most 512 are allowed.',
    ],
    [
      'the reminder contains the password',
      { reminder: `it is ${goodPassword}!` },
      'reminder',
      'The password reminder contains the password',
    ],
    [
      'the reminder contains the password in capitals',
      { reminder: goodPassword.toUpperCase() },
      'reminder',
      'The password reminder contains the password',
    ],
  ])('is refused beneath its field when %s', async (_name, part, field, message) => {
    const before = await readSecretStore(running.dataDirectory)
    const typed = { ...good('faulty.bak'), ...part }
    const parts = await fill(typed)
    await parts.ok.click()
    await expectFault(parts, field, message)
    await expectKept(parts, typed)
    expect(await readdir(running.folder)).toEqual([])
    expect(await readSecretStore(running.dataDirectory)).toEqual(before)
  })

  it('is shown beneath every field, the first one focused, when several are faulty', async () => {
    const parts = await openGenerateSecret(running.window)
    await parts.password.fill('short')
    await parts.confirmation.fill('other')
    await parts.reminder.fill('it is short')
    expect(await parts.ok.isEnabled()).toBe(true)
    await parts.ok.click()
    await expectFault(parts, 'backupFile', 'No backup file is chosen.')
    expect(await descriptionOf(parts.password)).toContain('The password has 5 characters')
    expect(await descriptionOf(parts.confirmation)).toContain('The two passwords are not the same.')
    expect(await descriptionOf(parts.reminder)).toContain('contains the password')
  })
})

describe('backup file', () => {
  beforeAll(async () => {
    running = await startConsole()
  })
  afterAll(() => running.close())
  afterEach(leaveDialog)

  /** Presses OK and expects the chosen file to be refused, nothing made, and everything kept. */
  async function expectRefused(
    parts: GenerateSecretDialog,
    typed: Typed,
    error: { readonly code: string; readonly eventId: number; readonly message: string },
  ): Promise<void> {
    const before = await readSecretStore(running.dataDirectory)
    await parts.ok.click()
    await expectFault(parts, 'backupFile', error.message)
    await expectReported(parts, error.code, error.eventId)
    await expectKept(parts, typed)
    expect(await readSecretStore(running.dataDirectory)).toEqual(before)
  }

  it('is refused when its folder is gone, and written when the folder is back', async () => {
    const folder = join(running.folder, 'unplugged')
    await mkdir(folder)
    const typed = good('unplugged/secret.bak')
    const parts = await fill(typed)
    await rename(folder, `${folder}.away`)
    const message = `The folder ${folder} does not exist.`
    await expectRefused(parts, typed, { code: 'BackupFolderMissing', eventId: 10784, message })
    expect(await readdir(`${folder}.away`)).toEqual([])
    await rename(`${folder}.away`, folder)
    await parts.ok.click()
    await readResult(parts)
    expect(await readdir(folder)).toEqual(['secret.bak'])
    await parts.close.click()
  })

  it.skipIf(!canMakeReadOnly)('is refused when its folder is read-only', async () => {
    const { path, release } = await readOnlyFolder(running.folder)
    try {
      const typed = good('read-only/secret.bak')
      const parts = await fill(typed)
      const message = `may not write to the folder ${path}.`
      await expectRefused(parts, typed, { code: 'BackupFolderNotWritable', eventId: 10784, message })
      expect(await readdir(path)).toEqual([])
    } finally {
      await release()
    }
  })

  it.skipIf(!canMount)('is refused when its disk is full', async () => {
    const { path, release } = await fullFolder(running.folder)
    try {
      const typed = good('full/secret.bak')
      const parts = await fill(typed)
      const message = `There is no room left in ${path}.`
      await expectRefused(parts, typed, { code: 'BackupDiskFull', eventId: 10784, message })
      expect(await readdir(path)).toEqual(['filler'])
    } finally {
      await release()
    }
  })

  it.each(['', 'events'])('is refused when it lies inside the data directory (%s)', async (inside) => {
    const folder = join(running.dataDirectory, inside)
    const typed = { ...good(''), file: join(folder, 'secret.bak') }
    const parts = await fill(typed)
    const message = `The folder ${folder} belongs to the SSO system itself`
    await expectRefused(parts, typed, { code: 'BackupInsideDataDirectory', eventId: 10784, message })
    expect(await readdir(folder)).not.toContain('secret.bak')
  })

  it('is refused when another file has taken its name since it was chosen', async () => {
    const typed = good('taken.bak')
    const parts = await fill(typed)
    await writeFile(join(running.folder, 'taken.bak'), 'precious')
    const message = 'already exists.'
    await expectRefused(parts, typed, { code: 'BackupFileExists', eventId: 10784, message })
    expect((await readdir(running.folder)).filter((name) => name.includes('taken'))).toEqual(['taken.bak'])
  })
})

describe('secret store', () => {
  beforeAll(async () => {
    const folders = await makeFolders()
    await makeSystem(folders.dataDirectory, join(folders.folder, 'first.bak'))
    running = await startConsole(folders)
  })
  afterAll(() => running.close())
  afterEach(leaveDialog)

  const path = () => join(running.dataDirectory, 'secret-store.json')
  const key = () => join(running.dataDirectory, 'secret-store.key')

  /** Presses OK and expects a message at the top of the dialog. */
  async function expectFailure(
    parts: GenerateSecretDialog,
    error: { readonly code: string; readonly eventId: number; readonly message: string },
  ): Promise<void> {
    const before = await readSecretStore(running.dataDirectory)
    await parts.ok.click()
    await parts.dialog.getByRole('alert').filter({ hasText: error.message }).waitFor()
    await expectReported(parts, error.code, error.eventId)
    expect(await readSecretStore(running.dataDirectory)).toEqual(before)
  }

  it.skipIf(process.platform === 'win32')(
    'makes the second wait when another process is changing it, and is free when that has ended',
    async () => {
      const typed = good('console.bak')
      const parts = await fill(typed)
      const other = await holdSecretStore(running.dataDirectory, join(running.folder, 'ssoconfig.bak'))
      try {
        const message = `is generating the master secret (process ${other.pid}, since `
        await expectFailure(parts, { code: 'SecretStoreBusy', eventId: 10814, message })
        await expectKept(parts, typed)
        const exited = once(other, 'exit')
        other.kill('SIGCONT')
        expect(await exited).toEqual([0, null])
      } finally {
        other.kill('SIGKILL')
      }
      await parts.ok.click()
      await readResult(parts)
      expect((await readdir(running.folder)).sort()).toEqual(['console.bak', 'first.bak', 'ssoconfig.bak'])
      await parts.close.click()
    },
  )

  it.each<[string, () => Promise<void>, { code: string; eventId: number; message: string }]>([
    [
      'is damaged',
      () => writeFile(path(), 'garbage'),
      { code: 'SecretStoreDamaged', eventId: 10521, message: 'The secret store is damaged' },
    ],
    [
      'was written by a newer version',
      async () => {
        const store = JSON.parse((await readSecretStore(running.dataDirectory)).toString())
        await writeFile(path(), JSON.stringify({ ...store, version: 2 }))
      },
      {
        code: 'SecretStoreVersionNewer',
        eventId: 10521,
        message: 'The secret store was written by a newer version (2; this version knows up to 1).',
      },
    ],
    [
      'has lost its key',
      () => rename(key(), `${key()}.away`),
      {
        code: 'KeyProtectorGone',
        eventId: 10565,
        message: 'The key that guards the secret store is gone from the key file',
      },
    ],
  ])('is left as it is, and nothing is written, when it %s', async (_name, harm, error) => {
    const whole = await readSecretStore(running.dataDirectory)
    const files = await readdir(running.folder)
    const typed = good('never.bak')
    const parts = await fill(typed)
    try {
      await harm()
      await expectFailure(parts, error)
      await expectKept(parts, typed)
      expect(await readdir(running.folder)).toEqual(files)
      await leaveDialog()
      await expectUnavailable(error.message)
    } finally {
      await writeFile(path(), whole)
      await rename(`${key()}.away`, key()).catch(() => undefined)
      await running.window.keyboard.press('F5')
    }
    await running.window.getByText('Master secret present').waitFor()
  })

  async function expectUnavailable(message: string): Promise<void> {
    await treeItem(running.window, 'System').press('F5')
    const section = running.window.getByRole('region', { name: 'Master secret', exact: true })
    await section.getByRole('alert').filter({ hasText: message }).waitFor()
    await running.window.getByText('Master secret unavailable').waitFor()
    const button = running.window.getByRole('toolbar').getByRole('button', { name: 'Generate Secret…' })
    expect(await button.getAttribute('aria-disabled')).toBe('true')
  }
})

describe('right to generate', () => {
  let folders: TestFolders
  beforeAll(async () => {
    folders = await makeFolders()
    await makeSystem(folders.dataDirectory, join(folders.folder, 'first.bak'))
    await rm(join(folders.folder, 'first.bak'))
  })
  afterAll(() => folders.remove())

  const keepFolders = async () => undefined

  it.each<
    [string, { take: () => string; give: () => string; reason: () => string; code: string; event: number }]
  >([
    [
      'the account is not an SSO Administrator',
      {
        take: () =>
          `UPDATE role_account SET kind = 'user', name = name || '-other' WHERE role = 'sso-administrator'`,
        give: () =>
          `UPDATE role_account SET kind = iif(name = 'root-other', 'user', 'group'), name = replace(name, '-other', '')
           WHERE role = 'sso-administrator'`,
        reason: () => 'is not an SSO Administrator.',
        code: 'AccessDeniedNotSsoAdministrator',
        event: 11009,
      },
    ],
    [
      'another computer is the master secret server',
      {
        take: () => `UPDATE global_info SET master_secret_server = 'elsewhere'`,
        give: () => `UPDATE global_info SET master_secret_server = '${hostname().toLowerCase()}'`,
        reason: () =>
          `This computer (${hostname().toLowerCase()}) is not the master secret server; elsewhere is.`,
        code: 'NotMasterSecretServer',
        event: 10766,
      },
    ],
  ])('is denied everywhere, with its reason, when %s', async (_name, { code, event, give, reason, take }) => {
    changeDatabase(folders.dataDirectory, take())
    running = await startConsole({ ...folders, remove: keepFolders })
    try {
      await expectDeniedEverywhere(reason())
      changeDatabase(folders.dataDirectory, give())
      await running.window.keyboard.press('F5')
      await expectAllowed()
      const typed = good('denied.bak')
      const parts = await fill(typed)
      changeDatabase(folders.dataDirectory, take())
      const before = await readSecretStore(folders.dataDirectory)
      await parts.ok.click()
      await parts.dialog.getByRole('alert').filter({ hasText: reason() }).waitFor()
      await expectReported(parts, code, event)
      await expectKept(parts, typed)
      expect(await readdir(folders.folder)).toEqual([])
      expect(await readSecretStore(folders.dataDirectory)).toEqual(before)
    } finally {
      changeDatabase(folders.dataDirectory, give())
      await running.close()
    }
  })

  const toolbarButton = () =>
    running.window.getByRole('toolbar').getByRole('button', { name: 'Generate Secret…' })

  async function expectAllowed(): Promise<void> {
    await expect.poll(() => toolbarButton().getAttribute('aria-disabled')).not.toBe('true')
  }

  async function expectDeniedEverywhere(reason: string): Promise<void> {
    const { app, window } = running
    expect(await toolbarButton().getAttribute('aria-disabled')).toBe('true')
    expect(await shownText(window.getByRole('complementary', { name: 'Actions' }))).toContain(reason)
    expect(await menuLabels(app, 'Action')).toContain('Generate Secret…')
    const enabled = await app.evaluate(
      ({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('generate-secret')?.enabled,
    )
    expect(enabled).toBe(false)
    await treeItem(window, 'System').press('Shift+F10')
    const item = window.getByRole('menuitem', { name: /Generate Secret…/ })
    expect(await item.getAttribute('aria-disabled')).toBe('true')
    expect(await shownText(item)).toContain(reason)
    await window.keyboard.press('Escape')
    expect(await propertyValue(window, 'SSO server').count()).toBe(1)
  }
})
