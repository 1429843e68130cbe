import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { instantOf, nearestInstant } from '../../electron/core/errors/instant.ts'
import { locateDataDirectory } from '../../electron/core/files/data-directory.ts'
import { parseSecretStore } from '../../electron/core/secret-store/secret-store-file.ts'
import {
  aRestoreRequest,
  codeOf,
  countReadable,
  generate,
  openRestoreSystem,
} from '../support/restore-system.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { openTestSystem, type TestSystem } from '../support/test-system.ts'

/** What no format of ours can say: a clock that a battery or a hypervisor has lost. */
const clocks = [
  ['the year 10000', '+010000-01-01T00:00:00.000Z'],
  ['the last date there is', '+275760-09-12T23:00:00.000Z'],
  ['before the year 0', '-000001-12-31T23:59:59.000Z'],
] as const

const setClock = (clock: string): void => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(clock) })
}

afterEach(() => {
  vi.useRealTimers()
})

const operations: readonly (readonly [string, (test: TestSystem) => Promise<unknown>])[] = [
  ['generate', (test) => generate(test, '3.bak')],
  ['restore of an older backup', (test) => restoreAnyhow(test, '1.bak')],
  ['undo', ({ system }) => undoNewest(system)],
  ['change of key protector', ({ system }) => system.keyProtection.changeProtector('key-file')],
  [
    'recovery key',
    ({ folder, system }) => system.keyProtection.saveRecoveryKey(join(folder, 'a.key'), 'refuse'),
  ],
  ['new server', ({ system }) => system.servers.join('sso02')],
  ['check of all credentials', ({ system }) => system.health.checkCredentials()],
  ['verification of the log', ({ system }) => system.events.verifyLog()],
]

async function undoNewest(system: TestSystem['system']): Promise<unknown> {
  const [newest] = await system.masterSecret.listReplacedStores()
  return system.masterSecret.undoRestore({ name: newest?.name ?? '', override: true })
}

async function restoreAnyhow({ system, ...test }: TestSystem, name: string): Promise<void> {
  await system.masterSecret.restore(aRestoreRequest({ system, ...test }, name, { override: true }))
  await system.reencryption.whenIdle()
}

/** Two generated secrets, the older restored by mistake and then the newer: there is something to undo. */
async function aSystem(): Promise<TestSystem> {
  const test = await openRestoreSystem()
  await generate(test, '2.bak')
  await restoreAnyhow(test, '1.bak')
  await restoreAnyhow(test, '2.bak')
  return test
}

describe.each(clocks)('a clock that says %s', (_, clock) => {
  it.each(operations)('leaves a system that all can read after a %s', async (name, operate) => {
    const test = await aSystem()
    const store = await readFile(test.directory.secretStore, 'utf8')
    setClock(clock)
    const answer = await codeOf(operate(test))
    expect(answer).toMatch(/^(success|ClockUnusable)$/)
    await test.system.reencryption.whenIdle()
    vi.useRealTimers()
    const now = await readFile(test.directory.secretStore)
    if (answer === 'ClockUnusable') expect(now.toString('utf8')).toBe(store)
    parseSecretStore(now)
    if (answer === 'ClockUnusable') expect(await readdir(test.folder)).toEqual(['1.bak', '2.bak'])
    for (const { replacedAt } of await test.system.masterSecret.listReplacedStores())
      expect(Date.parse(replacedAt)).not.toBeNaN()
    if (name !== 'generate') await restoreAnyhow(test, '2.bak')
    expect(await countReadable(test)).toBe('20 of 20')
    const { events } = await test.system.events.find()
    for (const { at } of events) expect(at).toMatch(/^\d{4}-/)
  })

  it('is named, and nothing is made, when a secret is generated', async () => {
    const test = await aSystem()
    const files = await readdir(test.directory.path)
    setClock(clock)
    await expect(generate(test, '3.bak')).rejects.toMatchObject({
      code: 'ClockUnusable',
      details: { clock: expect.stringContaining(clock.slice(0, 7)) },
    })
    expect(await readdir(test.directory.path)).toEqual(files)
    expect((await test.system.health.describe()).find(({ id }) => id === 'clock')).toMatchObject({
      status: 'red',
    })
  })

  it('makes no system', async () => {
    const directory = locateDataDirectory(join(await temporaryFolder(), 'data'))
    setClock(clock)
    expect(await codeOf(openTestSystem({ directory }))).toBe('ClockUnusable')
    expect((await readdir(directory.path)).filter((name) => /\.(json|key)$/.test(name))).toEqual([])
    vi.useRealTimers()
    await openTestSystem({ directory })
  })
})

describe('an instant', () => {
  it.each(clocks)('is refused, or the nearest that can be said: %s', (_, clock) => {
    const date = new Date(clock)
    expect(() => instantOf(date)).toThrow(expect.objectContaining({ code: 'ClockUnusable' }))
    expect(nearestInstant(date)).toBe(
      clock.startsWith('-') ? '0000-01-01T00:00:00.000Z' : '9999-12-31T23:59:59.999Z',
    )
  })

  it('is what the clock says when that has four digits for its year', () => {
    for (const text of ['0000-01-01T00:00:00.000Z', '2026-03-01T12:00:00.123Z', '9999-12-31T23:59:59.999Z']) {
      expect(instantOf(new Date(text))).toBe(text)
      expect(nearestInstant(new Date(text))).toBe(text)
    }
  })
})
