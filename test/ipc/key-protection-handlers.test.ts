import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { keyProtectionHandlers } from '../../electron/ipc/key-protection-handlers.ts'
import { keyringDouble } from '../support/keyring-double.ts'
import { openWithSecret } from '../support/keyring-system.ts'
import { consoleContext } from './console-context.ts'

/** Handlers on a system whose keyring can be taken away; both native dialogs answer with `name`. */
async function aConsole(name: string | null = 'SSO-recovery.key') {
  let refuses = false
  const test = await openWithSecret(keyringDouble(() => (refuses ? 'refuses' : 'none')))
  const lose = () => {
    refuses = true
  }
  const path = name === null ? null : join(test.folder, name)
  const context = consoleContext(test.system, () => path)
  const { suggested } = context
  const of = keyProtectionHandlers(context)
  const target = async () => (await of['keyProtection.chooseTarget']({}))?.token ?? ''
  const toOpen = async () => (await of['keyProtection.chooseRecoveryKey']({}))?.token ?? ''
  return { ...test, of, suggested, target, toOpen, path: path ?? '', lose }
}

describe('keyProtection.saveRecoveryKey', () => {
  it('saves into the file that was chosen under the suggested name, known by its token alone', async () => {
    const { of, path, suggested, target } = await aConsole()
    const token = await target()
    expect(token).not.toContain('/')
    expect(suggested).toEqual(['SSO-recovery.key'])
    const saved = await of['keyProtection.saveRecoveryKey']({ file: token })
    expect(saved).toMatchObject({ fileName: 'SSO-recovery.key', displayPath: path })
    expect(JSON.parse(await readFile(path, 'utf8')).format).toBe('enterprise-sso-recovery-key')
    expect((await of['keyProtection.describe']({})).recoveryKey?.fileName).toBe('SSO-recovery.key')
  })

  it('replaces a file that was there when it was chosen, and none that came later', async () => {
    const { of, path, target } = await aConsole()
    const late = await target()
    await writeFile(path, 'came later')
    await expect(of['keyProtection.saveRecoveryKey']({ file: late })).rejects.toMatchObject({
      code: 'RecoveryKeyFileExists',
    })
    await of['keyProtection.saveRecoveryKey']({ file: await target() })
    expect(await readFile(path, 'utf8')).not.toBe('came later')
  })

  it('uses a token once', async () => {
    const { of, target } = await aConsole()
    const file = await target()
    await of['keyProtection.saveRecoveryKey']({ file })
    await expect(of['keyProtection.saveRecoveryKey']({ file })).rejects.toMatchObject({
      code: 'FileChoiceExpired',
    })
  })
})

describe('keyProtection.recover', () => {
  it('gives a store whose key cannot be had from the keyring its key back', async () => {
    const { lose, of, target, toOpen } = await aConsole()
    await of['keyProtection.saveRecoveryKey']({ file: await target() })
    lose()
    expect((await of['keyProtection.describe']({})).key).toBe('unreadable')
    const recovery = await of['keyProtection.recover']({ file: await toOpen() })
    expect(recovery).toMatchObject({ wasLost: true, protector: 'key-file' })
  })

  it("refuses another console's token, and one that is for saving", async () => {
    const { of, target } = await aConsole()
    const another = await (await aConsole()).toOpen()
    const recover = (file: string) => of['keyProtection.recover']({ file })
    await expect(recover(another)).rejects.toMatchObject({ code: 'FileChoiceExpired' })
    await expect(recover(await target())).rejects.toMatchObject({ code: 'FileChoiceExpired' })
  })
})

describe('keyProtection', () => {
  it('chooses nothing when the dialogs are cancelled', async () => {
    const { of } = await aConsole(null)
    expect(await of['keyProtection.chooseTarget']({})).toBeNull()
    expect(await of['keyProtection.chooseRecoveryKey']({})).toBeNull()
  })

  it('changes the protector', async () => {
    const { of } = await aConsole()
    const change = await of['keyProtection.change']({ protector: 'key-file' })
    expect(change).toMatchObject({ from: 'os-keyring', to: 'key-file' })
    expect((await of['keyProtection.describe']({})).protector).toBe('key-file')
  })
})
