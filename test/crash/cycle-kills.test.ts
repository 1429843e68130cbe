import { spawn } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SeededRandom } from '../fuzz/seeded-random.ts'
import { DatabaseSync } from '../support/sqlite.ts'
import { PASSWORD } from '../support/test-system.ts'
import { buildChild, runChild } from './child-process.ts'
import type { CyclingOrder, CyclingTask } from './cycling-child.ts'
import { countFaults, countHarmless } from './fault-counts.ts'
import {
  atSite,
  countLost,
  countUnread,
  countUnreadable,
  type FaultSite,
  findHolders,
  removeFaultSite,
  sealedRows,
  siteWithRows,
} from './fault-site.ts'

const KILLS = 10
/** Long enough for several rounds of each task. */
const LONGEST_MS = 80

let script = ''
beforeAll(async () => {
  script = await buildChild('cycling-child')
}, 60_000)
afterAll(() => rm(dirname(script), { recursive: true, force: true }))

/** Runs `work` in a site of its own, to which a second server has joined. */
async function inSite(work: (site: FaultSite) => Promise<void>): Promise<void> {
  const site = await siteWithRows()
  try {
    await atSite(site, ({ servers }) => servers.join('sso02'))
    await work(site)
  } finally {
    await removeFaultSite(site)
  }
}

function orderFor({ directory, folder }: FaultSite, overrides: Partial<CyclingOrder>): CyclingOrder {
  const common = { task: 'backup', rounds: 1_000, clockBy: 0, prefix: 'cycle' } as const
  return { dataDirectory: directory.path, folder, password: PASSWORD, ...common, ...overrides }
}

function masterSecretServers({ directory }: FaultSite): readonly string[] {
  const database = new DatabaseSync(directory.database)
  const rows = database.prepare('SELECT master_secret_server AS name FROM global_info').all()
  database.close()
  return rows.map((row) => String((row as { name: string }).name))
}

/** What must hold in a site whose process was killed, before and after its system is opened again. */
async function checkKilled(site: FaultSite, before: Awaited<ReturnType<typeof findHolders>>): Promise<void> {
  const after = await findHolders(site)
  const unreadableRows = countUnreadable(sealedRows(site), after)
  const lostSecrets = countLost(before, after)
  countFaults({ faults: 1, unreadableRows, lostSecrets })
  expect({ lostSecrets, unreadableRows }).toEqual({ lostSecrets: 0, unreadableRows: 0 })
  // A name is given to nothing but what was proven.
  expect([...after.backups].filter(([, pair]) => pair === null)).toEqual([])
  const [server, ...others] = masterSecretServers(site)
  expect(['sso01', 'sso02']).toContain(server)
  expect(others).toEqual([])
  // One killed while it was away is fetched back, as from another computer.
  const file = '<sso><globalInfo><secretServer>sso01</secretServer></globalInfo></sso>'
  await atSite(site, async (system) => {
    if (server !== 'sso01') await system.xml.apply(new TextEncoder().encode(file))
    await system.reencryption.whenIdle()
    const { masterSecret } = await system.system.describe()
    expect(masterSecret.state).toBe('current')
  })
}

const tasks: readonly CyclingTask[] = ['backup', 'restore', 'protector', 'recovery-key', 'move']

/** Kills processes that do `task` over and over, one after the other in one site, checking after each. */
async function killOverAndOver(task: CyclingTask, site: FaultSite): Promise<void> {
  const random = new SeededRandom(task.length)
  let kills = 0
  while (kills < KILLS) {
    const before = await findHolders(site)
    const { killed } = await runChild(script, orderFor(site, { task }), random.below(LONGEST_MS))
    if (killed) kills += 1
    await checkKilled(site, before)
  }
  const end = await runChild(script, orderFor(site, { task, rounds: 2 }))
  expect(end.killed).toBe(false)
  const { store } = await findHolders(site)
  expect(countUnread(sealedRows(site), store)).toBe(0)
}

describe.concurrent.each(tasks)('a process doing %s over and over', (task) => {
  it(
    `leaves nothing lost or half done when it is killed at each of ${KILLS} random instants`,
    {
      timeout: 120_000,
    },
    () => inSite((site) => killOverAndOver(task, site)),
  )
})

/** What each child answered how often; one that does not end well fails the test. */
async function answersOf(
  orders: readonly CyclingOrder[],
): Promise<readonly Readonly<Record<string, number>>[]> {
  return Promise.all(
    orders.map(async (order) => {
      const child = spawn(process.execPath, [script, JSON.stringify(order)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      const output = await text(child.stdout)
      return JSON.parse(/^done (.*)$/m.exec(output)?.[1] ?? 'null') as Record<string, number>
    }),
  )
}

const races: readonly (readonly [CyclingTask, CyclingTask])[] = [
  ['generate', 'generate'],
  ['backup', 'backup'],
  ['restore', 'restore'],
  ['move', 'move'],
  ['generate', 'restore'],
  ['protector', 'backup'],
  ['recovery-key', 'protector'],
]
const ROUNDS = 8

/** What a process may be answered while another does the same or something that excludes it. */
const BUSY = ['SecretStoreBusy', 'Busy', 'NotMasterSecretServer']
/** A restore that was overridden leaves credentials under secrets that only copies hold: the other's generate says so. */
const LOSSES = ['GenerateWouldLoseCredentials', 'BackupStillNeeded']

async function race(both: readonly CyclingTask[], site: FaultSite): Promise<readonly string[]> {
  const before = await findHolders(site)
  const orders = both.map((task, at) => orderFor(site, { task, rounds: ROUNDS, prefix: `p${at}-` }))
  const answers = await answersOf(orders)
  const codes = answers.flatMap((counts) => Object.keys(counts))
  expect(codes).toContain('success')
  const after = await findHolders(site)
  const lostSecrets = countLost(before, after)
  const unreadableRows = countUnreadable(sealedRows(site), after)
  countFaults({ faults: 2 * ROUNDS, unreadableRows, lostSecrets })
  expect({ lostSecrets, unreadableRows }).toEqual({ lostSecrets: 0, unreadableRows: 0 })
  expect([...after.backups].filter(([, pair]) => pair === null)).toEqual([])
  return codes.filter((code) => code !== 'success')
}

describe.each(races)('two processes, one doing %s, the other %s', (...both) => {
  it(
    'are served one after the other or told that it is busy, and lose nothing',
    {
      timeout: 60_000,
    },
    () =>
      inSite(async (site) => {
        const refusals = await race(both, site)
        const expected = both.includes('restore') ? [...BUSY, ...LOSSES] : BUSY
        expect(refusals.filter((code) => !expected.includes(code))).toEqual([])
      }),
  )
})

it('a process whose clock is a year behind is served like any other', () =>
  inSite(async (site) => {
    const clockBy = -365 * 86_400_000
    for (const task of tasks) {
      const [answers] = await answersOf([orderFor(site, { task, rounds: 1, clockBy })])
      expect([task, answers]).toEqual([task, { success: 1 }])
    }
    countHarmless(tasks.length)
  }))
