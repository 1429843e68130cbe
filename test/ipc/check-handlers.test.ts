import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { SsoError } from '../../electron/core/errors/sso-error.ts'
import { eventHandlers } from '../../electron/ipc/event-handlers.ts'
import { healthHandlers } from '../../electron/ipc/health-handlers.ts'
import { LongWork } from '../../electron/ipc/long-work.ts'
import { paced } from '../../electron/ipc/paced.ts'
import { rehearsalHandlers } from '../../electron/ipc/rehearsal-handlers.ts'
import { openCredentialSystem, setPassword } from '../support/credential-system.ts'
import { aGenerateRequest, openTestSystem, PASSWORD, utf8 } from '../support/test-system.ts'
import { consoleContext } from './console-context.ts'

/** All three sets of handlers, on a real system. */
async function aConsole(opened: Awaited<ReturnType<typeof openTestSystem>>) {
  const context = consoleContext(opened.system)
  const handlers = {
    ...healthHandlers(context),
    ...rehearsalHandlers(context),
    ...eventHandlers(context),
  }
  const { choices, notices } = context
  return { ...opened, handlers, notices, choices }
}

async function withSecret() {
  const opened = await openTestSystem()
  await opened.system.masterSecret.generate(aGenerateRequest(join(opened.folder, 'first.bak')))
  return aConsole(opened)
}

describe('health', () => {
  it('is described with a line for each thing looked at', async () => {
    const { handlers } = await withSecret()
    const lines = await handlers['health.describe']({})
    expect(lines.map(({ id }) => id)).toContain('unreadable-rows')
  })

  it('tells how the check of credentials gets on, its result, and that the health has changed', async () => {
    const opened = await openCredentialSystem()
    await setPassword(opened.system, 'secret')
    const { handlers, notices } = await aConsole(opened)
    const report = await handlers['health.checkCredentials']({})
    expect(report).toMatchObject({ total: 1, readable: 1, unreadable: 0 })
    expect(notices).toEqual([
      { name: 'health.progress', payload: expect.objectContaining({ done: 1, total: 1 }) },
      { name: 'system.changed', payload: { node: 'system' } },
    ])
  })

  it('gives the line of the database once that is checked in full', async () => {
    const { handlers, notices } = await withSecret()
    const line = await handlers['health.checkDatabase']({})
    expect(line).toMatchObject({ id: 'database-integrity', status: 'green' })
    expect(notices).toEqual([{ name: 'system.changed', payload: { node: 'system' } }])
  })
})

describe('rehearsals', () => {
  it('of a generate tell each phase and what came of it', async () => {
    const { handlers, notices } = await withSecret()
    const report = await handlers['rehearsal.generate']({})
    expect(report).toMatchObject({ operation: 'generate', wouldSucceed: true })
    const phases = notices.flatMap(({ name, payload }) =>
      name === 'rehearsal.progress' ? [(payload as { phase: string }).phase] : [],
    )
    expect([...new Set(phases)]).toEqual(['copying', 'changing', 'reencrypting', 'checking'])
  })

  it('of a restore read the picked file, can be repeated with it, and wipe the password', async () => {
    const { choices, folder, handlers } = await withSecret()
    const file = choices.rememberToRead(join(folder, 'first.bak'))
    const before = await readFile(join(folder, 'first.bak'))
    for (const typed of ['wrong password', PASSWORD]) {
      const password = utf8(typed)
      const report = await handlers['rehearsal.restore']({ file, password })
      expect(report.wouldSucceed).toBe(typed === PASSWORD)
      expect(password.every((byte) => byte === 0)).toBe(true)
    }
    expect(await readFile(join(folder, 'first.bak'))).toEqual(before)
  })

  it('of a restore without a file are refused at its field', async () => {
    const { handlers } = await withSecret()
    const password = utf8(PASSWORD)
    const refused = await handlers['rehearsal.restore']({ file: null, password }).catch((error) => error)
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
    const found = await handlers['events.find']({ trackingId })
    expect(found.events.map(({ eventId }) => eventId)).toContain(10526)
    const errors = await handlers['events.find']({ level: 'error', limit: 1 })
    expect(errors.events.map(({ level }) => level)).toEqual(['error'])
  })

  it('are verified with progress, and the log is read again', async () => {
    const { handlers, notices } = await withSecret()
    const verification = await handlers['events.verify']({})
    expect(verification).toMatchObject({ firstBroken: null, trackingId: expect.any(String) })
    expect(notices.map(({ name }) => name)).toEqual(['events.progress', 'system.changed'])
  })
})

const cancels = ['health.cancel', 'rehearsal.cancel', 'events.cancel'] as const

describe.each([
  ['health.checkCredentials', 'health.cancel'],
  ['rehearsal.generate', 'rehearsal.cancel'],
  ['events.verify', 'events.cancel'],
] as const)('%s', (start, cancel) => {
  it('is cancelled on request, and by its own channel alone', async () => {
    const { handlers } = await withSecret()
    expect(await handlers[cancel]({})).toEqual({ cancelled: false })
    const running = handlers[start]({}).then(
      () => 'ended',
      (error: unknown) => (error instanceof SsoError ? error.code : error),
    )
    for (const other of cancels) {
      if (other !== cancel) expect(await handlers[other]({})).toEqual({ cancelled: false })
    }
    expect(await handlers[cancel]({})).toEqual({ cancelled: true })
    expect(await running).toBe('Cancelled')
    expect(await handlers[cancel]({})).toEqual({ cancelled: false })
  })
})

describe('long work', () => {
  const untilCancelled = ({ signal }: { readonly signal: AbortSignal }) =>
    new Promise<string>((resolve) => signal.addEventListener('abort', () => resolve('cancelled')))

  it('gives way to what the page asks for next when it only reads', async () => {
    const work = LongWork.reading()
    const first = work.run(untilCancelled)
    const second = work.run(untilCancelled)
    expect(await first).toBe('cancelled')
    expect(work.cancel()).toEqual({ cancelled: true })
    expect(await second).toBe('cancelled')
  })

  it('is refused while a change is under way, and not afterwards', async () => {
    const work = LongWork.changing('generating a master secret')
    const first = work.run(untilCancelled)
    await expect(work.run(untilCancelled)).rejects.toMatchObject({
      code: 'SecretStoreBusy',
      details: { holder: 'this window is generating a master secret already' },
    })
    work.stop()
    expect(await first).toBe('cancelled')
    expect(await work.run(async () => 'ended')).toBe('ended')
  })

  it('cannot be cancelled once stopping would come too late', async () => {
    const work = LongWork.changing('generating a master secret')
    let end: () => void = () => undefined
    const running = work.run(async ({ passCancelling, signal }) => {
      passCancelling()
      await new Promise<void>((resolve) => {
        end = resolve
      })
      return signal.aborted
    })
    expect(work.cancel()).toEqual({ cancelled: false })
    end()
    expect(await running).toBe(false)
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
