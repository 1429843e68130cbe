import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { FileChoices } from '../../electron/ipc/file-choices.ts'
import { keyProtectionHandlers } from '../../electron/ipc/key-protection-handlers.ts'
import { keyringDouble } from '../support/keyring-double.ts'
import { openWithSecret } from '../support/keyring-system.ts'

const WINDOW = { windowId: 1 }

/** Handlers on a system whose keyring can be taken away; both native dialogs answer with `name`. */
async function aConsole(name: string | null = 'SSO-recovery.key') {
  let refuses = false
  const test = await openWithSecret(keyringDouble(() => (refuses ? 'refuses' : 'none')))
  const lose = () => {
    refuses = true
  }
  const path = name === null ? null : join(test.folder, name)
  const suggested: string[] = []
  const of = keyProtectionHandlers({
    system: async () => test.system,
    choices: new FileChoices(),
    async askWhereToSaveKey(_windowId, suggestedName) {
      suggested.push(suggestedName)
      return path
    },
    askWhichKeyToOpen: async () => path,
  })
  const target = async () => (await of['keyProtection.chooseTarget']({}, WINDOW))?.token ?? ''
  const toOpen = async () => (await of['keyProtection.chooseRecoveryKey']({}, WINDOW))?.token ?? ''
  return { ...test, of, suggested, target, toOpen, path: path ?? '', lose }
}

describe('keyProtection.saveRecoveryKey', () => {
  it('saves into the file that was chosen under the suggested name, known by its token alone', async () => {
    const { of, path, suggested, target } = await aConsole()
    const token = await target()
    expect(token).not.toContain('/')
    expect(suggested).toEqual(['SSO-recovery.key'])
    const saved = await of['keyProtection.saveRecoveryKey']({ file: token }, WINDOW)
    expect(saved).toMatchObject({ fileName: 'SSO-recovery.key', displayPath: path })
    expect(JSON.parse(await readFile(path, 'utf8')).format).toBe('enterprise-sso-recovery-key')
    expect((await of['keyProtection.describe']({}, WINDOW)).recoveryKey?.fileName).toBe('SSO-recovery.key')
  })

  it('replaces a file that was there when it was chosen, and none that came later', async () => {
    const { of, path, target } = await aConsole()
    const late = await target()
    await writeFile(path, 'came later')
    await expect(of['keyProtection.saveRecoveryKey']({ file: late }, WINDOW)).rejects.toMatchObject({
      code: 'RecoveryKeyFileExists',
    })
    await of['keyProtection.saveRecoveryKey']({ file: await target() }, WINDOW)
    expect(await readFile(path, 'utf8')).not.toBe('came later')
  })

  it('uses a token once', async () => {
    const { of, target } = await aConsole()
    const file = await target()
    await of['keyProtection.saveRecoveryKey']({ file }, WINDOW)
    await expect(of['keyProtection.saveRecoveryKey']({ file }, WINDOW)).rejects.toMatchObject({
      code: 'FileChoiceExpired',
    })
  })
})

describe('keyProtection.recover', () => {
  it('gives a store whose key cannot be had from the keyring its key back', async () => {
    const { lose, of, target, toOpen } = await aConsole()
    await of['keyProtection.saveRecoveryKey']({ file: await target() }, WINDOW)
    lose()
    expect((await of['keyProtection.describe']({}, WINDOW)).key).toBe('unreadable')
    const recovery = await of['keyProtection.recover']({ file: await toOpen() }, WINDOW)
    expect(recovery).toMatchObject({ wasLost: true, protector: 'key-file' })
  })

  it("refuses another window's token, and one that is for saving", async () => {
    const { of, target, toOpen } = await aConsole()
    const recover = (file: string, windowId: number) => of['keyProtection.recover']({ file }, { windowId })
    await expect(recover(await toOpen(), 2)).rejects.toMatchObject({ code: 'FileChoiceExpired' })
    await expect(recover(await target(), 1)).rejects.toMatchObject({ code: 'FileChoiceExpired' })
  })
})

describe('keyProtection', () => {
  it('chooses nothing when the dialogs are cancelled', async () => {
    const { of } = await aConsole(null)
    expect(await of['keyProtection.chooseTarget']({}, WINDOW)).toBeNull()
    expect(await of['keyProtection.chooseRecoveryKey']({}, WINDOW)).toBeNull()
  })

  it('changes the protector', async () => {
    const { of } = await aConsole()
    const change = await of['keyProtection.change']({ protector: 'key-file' }, WINDOW)
    expect(change).toMatchObject({ from: 'os-keyring', to: 'key-file' })
    expect((await of['keyProtection.describe']({}, WINDOW)).protector).toBe('key-file')
  })
})
