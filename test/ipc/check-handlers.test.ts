import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { SsoError } from '../../electron/core/errors/sso-error.ts'
import { CancellableWork } from '../../electron/ipc/cancellable-work.ts'
import { eventHandlers } from '../../electron/ipc/event-handlers.ts'
import { FileChoices } from '../../electron/ipc/file-choices.ts'
import { healthHandlers } from '../../electron/ipc/health-handlers.ts'
import { paced } from '../../electron/ipc/paced.ts'
import { rehearsalHandlers } from '../../electron/ipc/rehearsal-handlers.ts'
import { openCredentialSystem, setPassword } from '../support/credential-system.ts'
import { aGenerateRequest, openTestSystem, PASSWORD, utf8 } from '../support/test-system.ts'

const WINDOW = { windowId: 1 }

/** All three sets of handlers, on a real system. */
async function aConsole(opened: Awaited<ReturnType<typeof openTestSystem>>) {
  const notices: { name: string; payload: unknown }[] = []
  const work = new CancellableWork()
  const choices = new FileChoices()
  const options = {
    system: async () => opened.system,
    work,
    notify: (_windowId: number, name: string, payload: unknown) => void notices.push({ name, payload }),
  }
  const handlers = {
    ...healthHandlers(options),
    ...rehearsalHandlers({ ...options, choices }),
    ...eventHandlers(options),
  }
  return { ...opened, handlers, notices, choices, work }
}

async function withSecret() {
  const opened = await openTestSystem()
  await opened.system.masterSecret.generate(aGenerateRequest(join(opened.folder, 'first.bak')))
  return aConsole(opened)
}

describe('health', () => {
  it('is described with a line for each thing looked at', async () => {
    const { handlers } = await withSecret()
    const lines = await handlers['health.describe']({}, WINDOW)
    expect(lines.map(({ id }) => id)).toContain('unreadable-rows')
  })

  it('tells how the check of credentials gets on, its result, and that the health has changed', async () => {
    const opened = await openCredentialSystem()
    await setPassword(opened.system, 'secret')
    const { handlers, notices } = await aConsole(opened)
    const report = await handlers['health.checkCredentials']({}, WINDOW)
    expect(report).toMatchObject({ total: 1, readable: 1, unreadable: 0 })
    expect(notices).toEqual([
      { name: 'health.progress', payload: expect.objectContaining({ done: 1, total: 1 }) },
      { name: 'changed', payload: { node: 'system' } },
    ])
  })

  it('gives the line of the database once that is checked in full', async () => {
    const { handlers, notices } = await withSecret()
    const line = await handlers['health.checkDatabase']({}, WINDOW)
    expect(line).toMatchObject({ id: 'database-integrity', status: 'green' })
    expect(notices).toEqual([{ name: 'changed', payload: { node: 'system' } }])
  })
})

describe('rehearsals', () => {
  it('of a generate tell each phase and what came of it', async () => {
    const { handlers, notices } = await withSecret()
    const report = await handlers['rehearsal.generate']({}, WINDOW)
    expect(report).toMatchObject({ operation: 'generate', wouldSucceed: true })
    const phases = notices.flatMap(({ name, payload }) =>
      name === 'rehearsal.progress' ? [(payload as { phase: string }).phase] : [],
    )
    expect([...new Set(phases)]).toEqual(['copying', 'changing', 'reencrypting', 'checking'])
  })

  it('of a restore read the picked file, can be repeated with it, and wipe the password', async () => {
    const { choices, folder, handlers } = await withSecret()
    const file = choices.rememberToRead(1, join(folder, 'first.bak'))
    const before = await readFile(join(folder, 'first.bak'))
    for (const typed of ['wrong password', PASSWORD]) {
      const password = utf8(typed)
      const report = await handlers['rehearsal.restore']({ file, password }, WINDOW)
      expect(report.wouldSucceed).toBe(typed === PASSWORD)
      expect(password.every((byte) => byte === 0)).toBe(true)
    }
    expect(await readFile(join(folder, 'first.bak'))).toEqual(before)
  })

  it('of a restore without a file are refused at its field', async () => {
    const { handlers } = await withSecret()
    const password = utf8(PASSWORD)
    const refused = await handlers['rehearsal.restore']({ file: null, password }, WINDOW).catch(
      (error) => error,
    )
    expect((refused as SsoError).toData()).toMatchObject({ code: 'BackupFileNotChosen', field: 'backupFile' })
    expect(password.every((byte) => byte === 0)).toBe(true)
  })
})

describe('events', () => {
  it('are found by tracking id, and by level', async () => {
    const { handlers, system } = await withSecret()
    const refused = await system.masterSecret
      .generate(aGenerateRequest('/nowhere/at/all.bak'))
      .catch((error) => error)
    const { trackingId } = (refused as SsoError).toData()
    expect(trackingId).toBeTypeOf('string')
    const found = await handlers['events.find']({ trackingId }, WINDOW)
    expect(found.events.map(({ eventId }) => eventId)).toContain(10526)
    const errors = await handlers['events.find']({ level: 'error', limit: 1 }, WINDOW)
    expect(errors.events.map(({ level }) => level)).toEqual(['error'])
  })

  it('are verified with progress, and the log is read again', async () => {
    const { handlers, notices } = await withSecret()
    const verification = await handlers['events.verify']({}, WINDOW)
    expect(verification).toMatchObject({ firstBroken: null, trackingId: expect.any(String) })
    expect(notices.map(({ name }) => name)).toEqual(['events.progress', 'changed'])
  })
})

describe.each([
  ['health.checkCredentials', 'health.cancel'],
  ['rehearsal.generate', 'rehearsal.cancel'],
  ['events.verify', 'events.cancel'],
] as const)('%s', (start, cancel) => {
  it('is cancelled by the window that asked for it, and not by another', async () => {
    const { handlers } = await withSecret()
    expect(await handlers[cancel]({}, WINDOW)).toEqual({ cancelled: false })
    const running = handlers[start]({}, WINDOW).then(
      () => 'ended',
      (error: unknown) => (error instanceof SsoError ? error.code : error),
    )
    expect(await handlers[cancel]({}, { windowId: 2 })).toEqual({ cancelled: false })
    expect(await handlers[cancel]({}, WINDOW)).toEqual({ cancelled: true })
    expect(await running).toBe('Cancelled')
    expect(await handlers[cancel]({}, WINDOW)).toEqual({ cancelled: false })
  })
})

describe('cancellable work', () => {
  it('gives way to what the same window asks for next', async () => {
    const work = new CancellableWork()
    const untilCancelled = (signal: AbortSignal) =>
      new Promise<string>((resolve) => signal.addEventListener('abort', () => resolve('cancelled')))
    const first = work.run(1, untilCancelled)
    const second = work.run(1, untilCancelled)
    expect(await first).toBe('cancelled')
    expect(work.cancel(1)).toBe(true)
    expect(await second).toBe('cancelled')
  })
})

describe('paced', () => {
  it('leaves out what follows too soon, but no news', () => {
    const told: number[] = []
    let now = 0
    const tell = paced<number>(
      (what) => told.push(what),
      (what) => what >= 100,
      () => now,
    )
    tell(1)
    tell(2)
    tell(100)
    now = 250
    tell(3)
    expect(told).toEqual([1, 100, 3])
  })
})
