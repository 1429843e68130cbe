import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { IfExists } from '../../electron/core/files/save-target.ts'
import { SeededRandom } from '../fuzz/seeded-random.ts'
import { PASSWORD } from '../support/test-system.ts'
import { buildChild, runChild, twoAtATime } from './child-process.ts'
import {
  type CrashSite,
  checkAftermath,
  checkNextGenerate,
  copySite,
  newSite,
  removeSite,
  revealSite,
  siteWithoutSecret,
  siteWithSecret,
  withSystem,
} from './crash-site.ts'
import { countHarmless } from './fault-counts.ts'
import type { ChildOrder } from './killed-child.ts'

const RANDOM_KILLS = 200

interface Scenario {
  readonly name: string
  readonly base: () => CrashSite
  readonly backupName: string
  readonly ifExists: IfExists
}

let script = ''
let withoutSecret: CrashSite
let withSecret: CrashSite

const nextToFreshFile: Scenario = {
  name: 'next, to a fresh file',
  base: () => withSecret,
  backupName: 'fresh.bak',
  ifExists: 'refuse',
}
const scenarios: readonly [Scenario, ...Scenario[]] = [
  { name: 'first, to a fresh file', base: () => withoutSecret, backupName: 'fresh.bak', ifExists: 'refuse' },
  { name: 'first, over a file', base: () => withoutSecret, backupName: 'occupied.bak', ifExists: 'replace' },
  nextToFreshFile,
  {
    name: 'next, over the last backup',
    base: () => withSecret,
    backupName: 'occupied.bak',
    ifExists: 'replace',
  },
]

beforeAll(async () => {
  script = await buildChild('killed-child')
  withoutSecret = await siteWithoutSecret()
  withSecret = await siteWithSecret()
}, 60_000)

afterAll(async () => {
  await Promise.all([removeSite(withoutSecret), removeSite(withSecret)])
  await rm(dirname(script), { recursive: true, force: true })
})

function orderFor(site: CrashSite, { backupName, ifExists }: Scenario, dieAt: number | null): ChildOrder {
  const generate = { backupFile: join(site.folder, backupName), ifExists, msid: randomUUID() }
  return { dataDirectory: site.directory.path, password: PASSWORD, generate, dieAt }
}

/** Kills one generate, in a copy of its scenario's site, and checks what it left. */
async function crashOnce(scenario: Scenario, dieAt: number | null, killAfterMs: number | null = null) {
  const old = (await revealSite(scenario.base()))?.current ?? null
  const site = await copySite(scenario.base())
  try {
    const order = orderFor(site, scenario, dieAt)
    const end = await runChild(script, order, killAfterMs)
    const crash = { old, newMsid: order.generate?.msid ?? '', backupName: scenario.backupName }
    return { ...end, current: await checkAftermath(site, crash) }
  } finally {
    await removeSite(site)
  }
}

async function measure(): Promise<number> {
  const { durationMs, current } = await crashOnce(nextToFreshFile, null)
  expect(current).toBe('new')
  return durationMs
}

describe('a system', () => {
  it.each(scenarios)(
    'has one secret current, with its backup, when killed at any step of a generate: $name',
    { timeout: 120_000 },
    async (scenario) => {
      const current: ('old' | 'new')[] = []
      await twoAtATime(async (index) => {
        const end = await crashOnce(scenario, index + 1)
        if (end.killed) current[index] = end.current
        return end.killed
      })
      countHarmless(current.length)
      // Step by step the old one, from the commit point on the new one, and never back.
      expect(current.join()).toMatch(/^old(,old)+(,new)+$/)
    },
  )

  it('has one secret current, with its backup, when killed at a random instant of a generate', {
    timeout: 240_000,
  }, async () => {
    const durationMs = Math.min(await measure(), await measure(), await measure())
    const random = new SeededRandom(10_526)
    const kills = { old: 0, new: 0 }
    let tooLate = 0
    await twoAtATime(async () => {
      const scenario = random.pick(scenarios)
      const { killed, current } = await crashOnce(scenario, null, random.below(1_000 * durationMs) / 1_000)
      if (killed) kills[current] += 1
      else tooLate += 1
      return kills.old + kills.new < RANDOM_KILLS
    })
    const done = kills.old + kills.new
    countHarmless(done)
    console.log(`${done} kills within ${Math.round(durationMs)} ms:`, kills, `${tooLate} too late`)
    expect(done).toBeGreaterThanOrEqual(RANDOM_KILLS)
  })

  it('is created whole, or again, when killed at any step of its creation', {
    timeout: 120_000,
  }, async () => {
    let kills = 0
    await twoAtATime(async (index) => {
      const site = await newSite()
      try {
        const order = { dataDirectory: site.directory.path, password: '', generate: null, dieAt: index + 1 }
        const { killed } = await runChild(script, order)
        await withSystem(site, (system) => checkNextGenerate(site, system))
        if (killed) kills += 1
        return killed
      } finally {
        await removeSite(site)
      }
    })
    countHarmless(kills)
    expect(kills).toBeGreaterThan(10)
  })
})
