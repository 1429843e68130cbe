import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { KeyDerivation } from '../../electron/core/backup/key-derivation.ts'
import { SsoError } from '../../electron/core/errors/sso-error.ts'
import { restoreHandlers } from '../../electron/ipc/restore-handlers.ts'
import { inProcessKdf } from '../support/in-process-kdf.ts'
import { countReadable, generate, openRestoreSystem, sql } from '../support/restore-system.ts'
import { PASSWORD, utf8 } from '../support/test-system.ts'
import { consoleContext } from './console-context.ts'

/** Handlers on a system with a secret, its backup `1.bak` and 20 credentials. */
async function aConsole(kdf: KeyDerivation = inProcessKdf) {
  const test = await openRestoreSystem({ kdf })
  const context = consoleContext(test.system)
  const { choices, notices, work } = context
  const handlers = restoreHandlers(context)
  const choose = (name: string) => choices.rememberToRead(join(test.folder, name))
  const ask = (name: string, password = PASSWORD) => ({ file: choose(name), password: utf8(password) })
  const steps = () =>
    notices.flatMap(({ name, payload }) => (name === 'restore.progress' ? [payload as { step: string }] : []))
  return { ...test, test, handlers, work, notices, choose, ask, steps }
}

/** A console on a system whose credentials are under a secret that `1.bak` does not hold. */
async function aConsoleWithOldBackup() {
  const opened = await aConsole()
  await generate(opened.test, '2.bak')
  await generate(opened.test, '3.bak')
  return opened
}

describe('restore.try', () => {
  it('tells what the backup would read and changes nothing when the password opens it', async () => {
    const { ask, handlers, notices, steps } = await aConsole()
    const findings = await handlers['restore.try'](ask('1.bak'))
    expect(findings).toMatchObject({
      sameSystem: true,
      store: 'same',
      trial: { readable: 20, total: 20, unreadable: [], damaged: 0 },
    })
    expect(steps().map(({ step }) => step)).toEqual(
      expect.arrayContaining(['deriving-key', 'trying-credentials']),
    )
    expect(notices.map(({ name }) => name)).not.toContain('system.changed')
  })

  it('counts the credentials it has tried while it tries them', async () => {
    const { ask, handlers, notices } = await aConsole()
    await handlers['restore.try'](ask('1.bak'))
    expect(notices.at(-1)?.payload).toMatchObject({
      step: 'trying-credentials',
      tried: { done: expect.any(Number), total: 20 },
    })
  })

  it('lets the same file be used again, for another try and for the restore', async () => {
    const { choose, handlers } = await aConsole()
    const file = choose('1.bak')
    const wrong = { file, password: utf8('wrong password 1') }
    await expect(handlers['restore.try'](wrong)).rejects.toMatchObject({ code: 'WrongPassword' })
    await handlers['restore.try']({ file, password: utf8(PASSWORD) })
    const restored = await handlers['restore.run']({ file, password: utf8(PASSWORD), override: false })
    expect(restored).toMatchObject({ readable: 20, total: 20 })
  })

  it("refuses another console's file and asks for one when none was chosen", async () => {
    const { handlers } = await aConsole()
    const another = (await aConsole()).ask('1.bak')
    await expect(handlers['restore.try'](another)).rejects.toMatchObject({
      code: 'FileChoiceExpired',
    })
    const none = { file: null, password: utf8(PASSWORD) }
    await expect(handlers['restore.try'](none)).rejects.toMatchObject({ code: 'BackupFileNotChosen' })
  })

  it('wipes the password when it has ended, however it ended', async () => {
    const { ask, handlers } = await aConsole()
    for (const request of [ask('1.bak'), ask('1.bak', 'wrong password 1'), { ...ask('1.bak'), file: null }]) {
      await handlers['restore.try'](request).catch(() => undefined)
      expect(request.password.every((byte) => byte === 0)).toBe(true)
    }
  })
})

describe('restore.run', () => {
  it('restores and says that the system changed when nothing is lost', async () => {
    const { ask, handlers, notices, steps, system } = await aConsole()
    const restored = await handlers['restore.run']({ ...ask('1.bak'), override: false })
    expect(restored).toMatchObject({ readable: 20, total: 20, trackingId: expect.any(String) })
    expect(steps().at(-1)).toEqual({ step: 'making-current', tried: null })
    expect(notices.at(-1)).toEqual({ name: 'system.changed', payload: { node: 'system' } })
    await system.reencryption.whenIdle()
  })

  it('refuses a backup that would lose credentials unless overridden, and wipes the password both times', async () => {
    const { ask, handlers, test } = await aConsoleWithOldBackup()
    const refused = { ...ask('1.bak'), override: false }
    await expect(handlers['restore.run'](refused)).rejects.toMatchObject({
      code: 'RestoreWouldLoseCredentials',
      details: { readable: 0, total: 20 },
    })
    expect(await countReadable(test)).toBe('20 of 20')
    const agreed = { ...ask('1.bak'), override: true }
    const { msid } = await handlers['restore.run'](agreed)
    expect(Buffer.concat([refused.password, agreed.password]).every((byte) => byte === 0)).toBe(true)
    expect(await test.system.system.describe()).toMatchObject({ masterSecret: { msid } })
  })
})

describe('restore.cancel', () => {
  /** A derivation that ends only by being cancelled, once told to. */
  function stallingKdf() {
    let stalled = false
    const kdf: KeyDerivation = {
      derive(password, salt, workFactor, signal) {
        if (!stalled) return inProcessKdf.derive(password, salt, workFactor, signal)
        return new Promise((_resolve, reject) => {
          const stop = (): void => reject(SsoError.of('Cancelled', {}))
          if (signal?.aborted) stop()
          signal?.addEventListener('abort', stop)
        })
      },
    }
    const stall = (): void => {
      stalled = true
    }
    return { kdf, stall }
  }

  it('stops a trial, as closing the window does, and refuses a second one meanwhile', async () => {
    const { kdf, stall } = stallingKdf()
    const { ask, handlers, notices, work } = await aConsole(kdf)
    stall()
    const stops = [() => handlers['restore.cancel']({}), async () => work.restore.stop()]
    for (const stop of stops) {
      notices.length = 0
      const trying = handlers['restore.try'](ask('1.bak'))
      const refused = expect(trying).rejects.toMatchObject({ code: 'Cancelled' })
      await expect.poll(() => notices.length).toBe(1)
      await expect(handlers['restore.try'](ask('1.bak'))).rejects.toMatchObject({
        code: 'SecretStoreBusy',
      })
      await stop()
      await refused
    }
  })

  it('says that there was nothing to cancel when nothing is under way', async () => {
    const { handlers } = await aConsole()
    expect(await handlers['restore.cancel']({})).toEqual({ cancelled: false })
  })
})

describe('replaced secret stores', () => {
  /** A console after a restore that has replaced a store, with the name of its copy. */
  async function afterRestore() {
    const opened = await aConsoleWithOldBackup()
    await opened.handlers['restore.run']({ ...opened.ask('1.bak'), override: true })
    await opened.system.reencryption.whenIdle()
    const [store] = await opened.handlers['restore.listReplaced']({})
    if (store === undefined) throw new Error('no store was kept')
    opened.notices.length = 0
    return { ...opened, store }
  }

  it('are put back by undoing, after which they are not listed any more', async () => {
    const { handlers, notices, store, system } = await afterRestore()
    const undone = await handlers['restore.undo']({ name: store.name, override: false })
    expect(undone).toMatchObject({ msid: store.currentMsid, readable: 20, total: 20 })
    expect(await handlers['restore.listReplaced']({})).toEqual([])
    expect(notices).toEqual([{ name: 'system.changed', payload: { node: 'system' } }])
    await system.reencryption.whenIdle()
  })

  it('are not put back where credentials would be lost unless overridden', async () => {
    const { handlers, store, test } = await afterRestore()
    sql(test, 'UPDATE credential SET sealed = zeroblob(length(sealed))')
    const undo = (override: boolean) => handlers['restore.undo']({ name: store.name, override })
    await expect(undo(false)).rejects.toMatchObject({
      code: 'RestoreWouldLoseCredentials',
      details: { readable: 0, total: 20 },
    })
    expect(await undo(true)).toMatchObject({ msid: store.currentMsid })
  })

  it('are gone when removed, and cannot be removed twice', async () => {
    const { handlers, notices, store } = await afterRestore()
    const remove = () => handlers['restore.removeReplaced']({ mayLose: 20, name: store.name })
    await remove()
    expect(await handlers['restore.listReplaced']({})).toEqual([])
    expect(notices).toEqual([{ name: 'system.changed', payload: { node: 'system' } }])
    await expect(remove()).rejects.toMatchObject({ code: 'ReplacedStoreMissing' })
  })
})
