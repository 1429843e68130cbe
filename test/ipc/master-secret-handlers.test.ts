import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { KeyDerivation } from '../../electron/core/backup/key-derivation.ts'
import { SsoError } from '../../electron/core/errors/sso-error.ts'
import { masterSecretHandlers } from '../../electron/ipc/master-secret-handlers.ts'
import { inProcessKdf } from '../support/in-process-kdf.ts'
import { openTestSystem, PASSWORD, utf8 } from '../support/test-system.ts'
import { consoleContext } from './console-context.ts'

/** Handlers on a real system, with a save dialog that answers with `name` in the backup folder. */
async function aConsole(name: string | null = 'SSO.bak', kdf: KeyDerivation = inProcessKdf) {
  const test = await openTestSystem({ kdf })
  const context = consoleContext(test.system, () => (name === null ? null : join(test.folder, name)))
  const { notices, suggested, work } = context
  const handlers = masterSecretHandlers(context)
  const choose = () => handlers['masterSecret.chooseBackupFile']({})
  const generate = (file: string | null, password = PASSWORD) =>
    handlers['masterSecret.generate']({
      file,
      password: utf8(password),
      confirmation: utf8(password),
      reminder: '',
    })
  return { ...test, handlers, work, notices, suggested, choose, generate }
}

describe('masterSecret.chooseBackupFile', () => {
  it('gives a token, never a path to send back, when a file was chosen', async () => {
    const { choose, folder, suggested } = await aConsole()
    const choice = await choose()
    expect(choice).toEqual({
      token: expect.stringMatching(/^[0-9a-f-]{36}$/),
      displayPath: join(folder, 'SSO.bak'),
    })
    expect(suggested).toEqual([expect.stringMatching(/^SSO[0-9A-F]{4}\.bak$/)])
  })

  it('is null when the dialog was cancelled', async () => {
    expect(await (await aConsole(null)).choose()).toBeNull()
  })
})

describe('masterSecret.generate', () => {
  it('names the secret after the suggested file name and says what changed when it succeeds', async () => {
    const { choose, generate, notices, suggested } = await aConsole()
    const { msid } = await generate((await choose())?.token ?? null)
    expect(suggested).toEqual([`SSO${msid.slice(0, 4).toUpperCase()}.bak`])
    expect(notices.map(({ name }) => name)).toEqual([
      ...Array(4).fill('masterSecret.progress'),
      'system.changed',
    ])
  })

  it('lets the same file be used again when it fails, and not when it succeeded', async () => {
    const { choose, generate } = await aConsole()
    const token = (await choose())?.token ?? null
    await expect(generate(token, 'short')).rejects.toMatchObject({ code: 'PasswordTooShort' })
    await generate(token)
    await expect(generate(token)).rejects.toMatchObject({ code: 'FileChoiceExpired' })
  })

  it("refuses another console's token", async () => {
    const { generate } = await aConsole()
    const another = (await (await aConsole()).choose())?.token ?? null
    await expect(generate(another)).rejects.toMatchObject({ code: 'FileChoiceExpired' })
  })

  it('asks for a file when none was chosen', async () => {
    await expect((await aConsole()).generate(null)).rejects.toMatchObject({ code: 'BackupFileNotChosen' })
  })

  it('replaces a file that was there when it was chosen, and none that came later', async () => {
    const early = await aConsole()
    await writeFile(join(early.folder, 'SSO.bak'), 'old')
    await early.generate((await early.choose())?.token ?? null)
    const late = await aConsole()
    const token = (await late.choose())?.token ?? null
    await writeFile(join(late.folder, 'SSO.bak'), 'came later')
    await expect(late.generate(token)).rejects.toMatchObject({ code: 'BackupFileExists' })
  })

  it('wipes both passwords when it has ended, however it ended', async () => {
    const { choose, handlers } = await aConsole()
    for (const text of [PASSWORD, 'short']) {
      const request = {
        file: (await choose())?.token ?? null,
        password: utf8(text),
        confirmation: utf8(text),
        reminder: '',
      }
      await handlers['masterSecret.generate'](request).catch(() => undefined)
      expect(Buffer.concat([request.password, request.confirmation]).every((byte) => byte === 0)).toBe(true)
    }
  })
})

describe('masterSecret.cancelGenerate', () => {
  /** A derivation that ends only by being cancelled. */
  const stalled: KeyDerivation = {
    derive: (_password, _salt, _workFactor, signal) =>
      new Promise((_resolve, reject) => {
        const stop = (): void => reject(SsoError.of('Cancelled', {}))
        if (signal?.aborted) stop()
        signal?.addEventListener('abort', stop)
      }),
  }

  it('stops a generate and leaves nothing behind', async () => {
    const { choose, folder, generate, handlers } = await aConsole('SSO.bak', stalled)
    const generating = generate((await choose())?.token ?? null)
    const refused = expect(generating).rejects.toMatchObject({ code: 'Cancelled' })
    await expect.poll(() => handlers['masterSecret.cancelGenerate']({})).toEqual({ cancelled: true })
    await refused
    expect(await readdir(folder)).toEqual([])
  })

  it('refuses a second generate while one is under way, and stops when nobody waits for it', async () => {
    const { choose, generate, notices, work } = await aConsole('SSO.bak', stalled)
    const generating = generate((await choose())?.token ?? null)
    const refused = expect(generating).rejects.toMatchObject({ code: 'Cancelled' })
    await expect.poll(() => notices.length).toBe(1)
    await expect(generate((await choose())?.token ?? null)).rejects.toMatchObject({ code: 'SecretStoreBusy' })
    work.generating.stop()
    await refused
  })

  it('says that there was nothing to cancel when nothing is under way', async () => {
    expect(await (await aConsole()).handlers['masterSecret.cancelGenerate']({})).toEqual({
      cancelled: false,
    })
  })
})
