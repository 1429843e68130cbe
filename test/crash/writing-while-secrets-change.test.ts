import { type ChildProcess, spawn } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { anApplication } from '../support/application-services.ts'
import {
  aRestoreRequest,
  codeOf,
  countReadable,
  generate,
  openRestoreSystem,
} from '../support/restore-system.ts'
import { DatabaseSync } from '../support/sqlite.ts'
import type { TestSystem } from '../support/test-system.ts'
import { buildChild } from './child-process.ts'
import type { WritingOrder, WritingReport } from './writing-child.ts'

const IMPORTED = 12_000
const ROUNDS = 8

let script = ''
beforeAll(async () => {
  script = await buildChild('writing-child')
}, 60_000)
afterAll(() => rm(dirname(script), { recursive: true, force: true }))

/** Another process that writes credentials into the application Payroll. */
class Writer {
  readonly #child: ChildProcess
  readonly #lines: AsyncIterator<string>

  private constructor(order: WritingOrder) {
    const child = spawn(process.execPath, [script, JSON.stringify(order)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    this.#child = child
    this.#lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    onTestFinished(() => void child.kill('SIGKILL'))
  }

  static async start({ directory }: TestSystem, prefix: string, imported: number): Promise<Writer> {
    const writer = new Writer({ dataDirectory: directory.path, application: 'Payroll', prefix, imported })
    expect((await writer.#lines.next()).value).toBe('go')
    return writer
  }

  /** Has it stop, and waits for its end. */
  async report(): Promise<WritingReport> {
    this.#child.stdin?.end()
    const { value } = await this.#lines.next()
    return JSON.parse(value ?? 'null') as WritingReport
  }
}

/** Waits until another process holds the database's write lock. */
async function writing({ directory }: TestSystem): Promise<void> {
  const database = new DatabaseSync(directory.database, { timeout: 0 })
  try {
    for (;;) {
      try {
        database.exec('BEGIN IMMEDIATE; ROLLBACK')
      } catch {
        return
      }
      await delay(1)
    }
  } finally {
    database.close()
  }
}

/** Three generations of secrets, of which the store holds the last two; `1.bak` to `3.bak`. */
async function openWithPayroll(): Promise<TestSystem> {
  const test = await openRestoreSystem()
  await test.system.applications.create(anApplication())
  await test.system.applications.enable('Payroll')
  await generate(test, '2.bak')
  await generate(test, '3.bak')
  return test
}

describe('credentials that another process writes', () => {
  it('are counted by a restore, which is refused, where they are imported while it runs', async () => {
    const test = await openWithPayroll()
    const { masterSecret } = test.system
    const writer = await Writer.start(test, 'imported', IMPORTED)
    await writing(test)
    await expect(masterSecret.restore(aRestoreRequest(test, '1.bak'))).rejects.toMatchObject({
      code: 'RestoreWouldLoseCredentials',
      details: { readable: 0, total: IMPORTED + 20 },
    })
    const { acknowledged, refused } = await writer.report()
    expect({ acknowledged: Object.keys(acknowledged).length, refused }).toEqual({
      acknowledged: IMPORTED,
      refused: {},
    })
    expect(await countReadable(test)).toBe(`${IMPORTED + 20} of ${IMPORTED + 20}`)
  }, 60_000)

  it('are counted by a restore that goes through, where they are imported while it runs', async () => {
    const test = await openWithPayroll()
    const writer = await Writer.start(test, 'imported', IMPORTED)
    await writing(test)
    const restored = await test.system.masterSecret.restore(
      aRestoreRequest(test, '2.bak', { override: true }),
    )
    await writer.report()
    expect(restored).toMatchObject({ readable: 0, total: IMPORTED + 20 })
    const undone = await test.system.masterSecret.undoRestore({
      name: restored.replacedStore ?? '',
      override: false,
    })
    expect(undone).toMatchObject({ readable: IMPORTED + 20, total: IMPORTED + 20 })
    // Closing waits for the events of what the restore left unread, longer than closing may take on a busy machine.
    await test.system.reencryption.whenIdle()
    expect(await countReadable(test)).toBe(`${IMPORTED + 20} of ${IMPORTED + 20}`)
  }, 60_000)

  it('are counted by undoing a restore, where they are imported while it runs', async () => {
    const test = await openWithPayroll()
    const { masterSecret, reencryption } = test.system
    const first = await masterSecret.restore(aRestoreRequest(test, '1.bak', { override: true }))
    await reencryption.whenIdle()
    const writer = await Writer.start(test, 'imported', IMPORTED)
    await writing(test)
    // With the restored secret as the previous one, it reads them all.
    const undone = await masterSecret.undoRestore({ name: first.replacedStore ?? '', override: false })
    expect(undone).toMatchObject({ readable: IMPORTED + 20, total: IMPORTED + 20 })
    await writer.report()
    expect(await countReadable(test)).toBe(`${IMPORTED + 20} of ${IMPORTED + 20}`)
  }, 60_000)

  it('are all readable after secrets were generated, restored and put back meanwhile', async () => {
    const test = await openWithPayroll()
    const { masterSecret, reencryption } = test.system
    const writer = await Writer.start(test, 'set', 0)
    for (let round = 0; round < ROUNDS; round += 1) {
      await generate(test, `round-${round}.bak`)
      const older = aRestoreRequest(test, round === 0 ? '3.bak' : `round-${round - 1}.bak`, {
        override: true,
      })
      const { replacedStore } = await masterSecret.restore(older)
      await reencryption.whenIdle()
      await masterSecret.undoRestore({ name: replacedStore ?? '', override: false })
      await reencryption.whenIdle()
    }
    const { acknowledged, refused } = await writer.report()
    const accounts = Object.keys(acknowledged)
    expect(accounts.length).toBeGreaterThan(0)
    for (const account of accounts) {
      const { values } = await test.system.credentials.get({ application: 'Payroll', account })
      expect(values.map((value) => Buffer.from(value).toString())).toEqual([acknowledged[account]])
    }
    expect(Object.keys(refused).filter((code) => code !== 'SecretUnavailable')).toEqual([])
    expect(await countReadable(test)).toBe(`${accounts.length + 20} of ${accounts.length + 20}`)
    expect(await codeOf(generate(test, 'last.bak'))).toBe('success')
  }, 90_000)
})
