import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { KeyDerivation } from '../../electron/core/backup/key-derivation.ts'
import { SsoError } from '../../electron/core/errors/sso-error.ts'
import { backupHandlers } from '../../electron/ipc/backup-handlers.ts'
import { inProcessKdf } from '../support/in-process-kdf.ts'
import { aGenerateRequest, openTestSystem, PASSWORD, utf8 } from '../support/test-system.ts'
import { consoleContext } from './console-context.ts'

/** Derives at once, until a test has it hang until it is cancelled. */
class HaltingKdf implements KeyDerivation {
  halted = false

  derive: KeyDerivation['derive'] = (password, salt, workFactor, signal) =>
    this.halted
      ? new Promise((_resolve, reject) => {
          const stop = (): void => reject(SsoError.of('Cancelled', {}))
          if (signal?.aborted) stop()
          signal?.addEventListener('abort', stop)
        })
      : inProcessKdf.derive(password, salt, workFactor, signal)
}

/** Handlers on a real system with a secret, and dialogs that answer with `name` in the backup folder. */
async function aConsole(name: string | null = 'SSO.bak') {
  const kdf = new HaltingKdf()
  const test = await openTestSystem({ kdf })
  await test.system.masterSecret.generate(aGenerateRequest(join(test.folder, 'first.bak')))
  const answers = { name }
  const path = () => (answers.name === null ? null : join(test.folder, answers.name))
  const context = consoleContext(test.system, path)
  const { notices, suggested, work } = context
  const handlers = backupHandlers(context)
  const make = (file: string | null, password = PASSWORD) =>
    handlers['backup.make']({ file, password: utf8(password), confirmation: utf8(password), reminder: '' })
  const verify = (file: string | null, password = PASSWORD) =>
    handlers['backup.verify']({ file, password: utf8(password) })
  const choose = async () => (await handlers['backup.chooseTarget']({}))?.token ?? null
  const open = async () => (await handlers['backup.open']({}))?.token ?? null
  return { ...test, kdf, handlers, work, notices, suggested, answers, choose, open, make, verify }
}

describe('backup.chooseTarget', () => {
  it('suggests a name from the current MSID and gives a token for the file', async () => {
    const { folder, handlers, suggested, system } = await aConsole()
    expect(await handlers['backup.chooseTarget']({})).toEqual({
      token: expect.stringMatching(/^[0-9a-f-]{36}$/),
      displayPath: join(folder, 'SSO.bak'),
    })
    const { masterSecret } = await system.system.describe()
    const msid = masterSecret.state === 'current' ? masterSecret.msid : ''
    expect(suggested).toEqual([`SSO${msid.slice(0, 4).toUpperCase()}.bak`])
  })

  it('is null when the dialog was cancelled', async () => {
    expect(await (await aConsole(null)).handlers['backup.chooseTarget']({})).toBeNull()
  })
})

describe('backup.make', () => {
  it('makes a backup, tells its steps and says what changed', async () => {
    const { choose, folder, make, notices } = await aConsole()
    expect(await make(await choose())).toMatchObject({ displayPath: join(folder, 'SSO.bak'), noted: true })
    expect(notices).toEqual([
      { name: 'backup.progress', payload: { step: 'deriving-key' } },
      { name: 'backup.progress', payload: { step: 'writing-backup' } },
      { name: 'backup.progress', payload: { step: 'checking-backup' } },
      { name: 'system.changed', payload: { node: 'system' } },
    ])
  })

  it('lets the same file be used again when it fails, and not when it succeeded', async () => {
    const { choose, make } = await aConsole()
    const token = await choose()
    await expect(make(token, 'short')).rejects.toMatchObject({ code: 'PasswordTooShort' })
    await make(token)
    await expect(make(token)).rejects.toMatchObject({ code: 'FileChoiceExpired' })
  })

  it('does not write to a file that was picked for reading', async () => {
    const { make, open } = await aConsole('first.bak')
    await expect(make(await open())).rejects.toMatchObject({ code: 'FileChoiceExpired' })
  })

  it('replaces a file that was there when it was chosen, and none that came later', async () => {
    const { choose, folder, make } = await aConsole()
    const late = await choose()
    await writeFile(join(folder, 'SSO.bak'), 'old')
    const early = await choose()
    await expect(make(late)).rejects.toMatchObject({ code: 'BackupFileExists' })
    await make(early)
  })

  it('asks for a file when none was chosen', async () => {
    await expect((await aConsole()).make(null)).rejects.toMatchObject({ code: 'BackupFileNotChosen' })
  })

  it.each([PASSWORD, 'short'])(
    'wipes both passwords when it has ended, however it ended (%#)',
    async (text) => {
      const { choose, handlers } = await aConsole()
      const request = { file: await choose(), password: utf8(text), confirmation: utf8(text), reminder: '' }
      await handlers['backup.make'](request).catch(() => undefined)
      expect(Buffer.concat([request.password, request.confirmation]).every((byte) => byte === 0)).toBe(true)
    },
  )
})

describe('backup.open', () => {
  it('tells what the backup says without its password', async () => {
    const { folder, handlers } = await aConsole('first.bak')
    expect(await handlers['backup.open']({})).toEqual({
      token: expect.stringMatching(/^[0-9a-f-]{36}$/),
      backup: expect.objectContaining({
        displayPath: join(folder, 'first.bak'),
        server: 'sso01',
        passwordReminder: 'the xkcd one',
      }),
    })
  })

  it('is null when the dialog was cancelled', async () => {
    expect(await (await aConsole(null)).handlers['backup.open']({})).toBeNull()
  })

  it('refuses a file that is no backup, and gives no token for it', async () => {
    const { folder, handlers } = await aConsole('letter.bak')
    await writeFile(join(folder, 'letter.bak'), 'Dear Sir or Madam')
    await expect(handlers['backup.open']({})).rejects.toMatchObject({ code: 'BackupNotABackup' })
  })
})

describe('backup.verify', () => {
  it('opens the backup and tells its steps', async () => {
    const { notices, open, verify } = await aConsole('first.bak')
    expect(await verify(await open())).toMatchObject({ store: 'same', sameSystem: true })
    expect(notices).toEqual([
      { name: 'backup.progress', payload: { step: 'deriving-key' } },
      { name: 'backup.progress', payload: { step: 'trying-credentials' } },
      { name: 'system.changed', payload: { node: 'system' } },
    ])
  })

  it('can be asked again with the same token, whether it failed or succeeded', async () => {
    const { open, verify } = await aConsole('first.bak')
    const token = await open()
    await expect(verify(token, 'not the one')).rejects.toMatchObject({
      code: 'WrongPassword',
      field: 'password',
    })
    await verify(token)
    await verify(token)
  })

  it("refuses another console's token and one for a file to write", async () => {
    const { choose, open, verify } = await aConsole('first.bak')
    const another = await (await aConsole('first.bak')).open()
    await open()
    const expired = { code: 'FileChoiceExpired', field: 'backupFile' }
    await expect(verify(another)).rejects.toMatchObject(expired)
    await expect(verify(await choose())).rejects.toMatchObject(expired)
  })

  it('asks for a file when none was chosen', async () => {
    await expect((await aConsole()).verify(null)).rejects.toMatchObject({ code: 'BackupFileNotChosen' })
  })

  it('says that it waits when too many passwords were wrong', async () => {
    const { handlers, notices, open, verify } = await aConsole('first.bak')
    const token = await open()
    for (let at = 0; at < 5; at += 1) await verify(token, 'not the one').catch(() => undefined)
    notices.length = 0
    const waiting = expect(verify(token)).rejects.toMatchObject({ code: 'Cancelled' })
    await expect.poll(() => notices).toEqual([{ name: 'backup.progress', payload: { step: 'waiting' } }])
    await handlers['backup.cancel']({})
    await waiting
  })

  it.each([PASSWORD, 'not the one'])('wipes the password when it has ended (%#)', async (text) => {
    const { handlers, open } = await aConsole('first.bak')
    const request = { file: await open(), password: utf8(text) }
    await handlers['backup.verify'](request).catch(() => undefined)
    expect(request.password.every((byte) => byte === 0)).toBe(true)
  })
})

describe('backup.cancel', () => {
  it('stops a backup and leaves no file behind', async () => {
    const { choose, folder, handlers, kdf, make } = await aConsole()
    kdf.halted = true
    const refused = expect(make(await choose())).rejects.toMatchObject({ code: 'Cancelled' })
    expect(await handlers['backup.cancel']({})).toEqual({ cancelled: true })
    await refused
    expect(await readdir(folder)).toEqual(['first.bak'])
  })

  it('stops a verification', async () => {
    const { handlers, kdf, open, verify } = await aConsole('first.bak')
    kdf.halted = true
    const refused = expect(verify(await open())).rejects.toMatchObject({ code: 'Cancelled' })
    expect(await handlers['backup.cancel']({})).toEqual({ cancelled: true })
    await refused
  })

  it('refuses a second request while one is under way, and stops when nobody waits for it', async () => {
    const { choose, kdf, make, work } = await aConsole()
    const [first, second] = [await choose(), await choose()]
    kdf.halted = true
    const refused = expect(make(first)).rejects.toMatchObject({ code: 'Cancelled' })
    await expect(make(second)).rejects.toMatchObject({ code: 'SecretStoreBusy' })
    work.backup.stop()
    await refused
  })

  it('says that there was nothing to cancel when nothing is under way', async () => {
    expect(await (await aConsole()).handlers['backup.cancel']({})).toEqual({ cancelled: false })
  })
})
