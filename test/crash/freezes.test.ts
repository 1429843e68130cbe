import { rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PASSWORD } from '../support/test-system.ts'
import { buildChild } from './child-process.ts'
import { countFaults } from './fault-counts.ts'
import { atSite, copyFaultSite, type FaultSite, findHolders, removeFaultSite, settle } from './fault-site.ts'
import { judge } from './freeze-judge.ts'
import { type FreezePlan, freezePlans } from './freeze-sites.ts'
import type { FreezingReport, FreezingTask } from './freezing-child.ts'
import { FreezingProcess } from './freezing-process.ts'

/** How the two meet. Unseen, not even the kernel tells the second that the first is there. */
const WAYS = ['the lock held', 'the lock removed', 'the lock removed, unseen'] as const
type Way = (typeof WAYS)[number]

/** How many processes stand still at a time: most of the time they are waited for. */
const AT_A_TIME = 8
/** Who waits for longer than this for what the first has locked goes on waiting when that one goes on. */
const LONG_ENOUGH_MS = 4_000

interface Freeze {
  readonly tasks: readonly [FreezingTask, FreezingTask]
  readonly freezeAt: number
  readonly operation: string
  readonly way: Way
}

let script = ''
beforeAll(async () => {
  script = await buildChild('freezing-child')
}, 60_000)
afterAll(() => rm(dirname(script), { recursive: true, force: true }))

const orderFor = ({ directory, folder }: FaultSite, task: FreezingTask, prefix: string, freezeAt = 0) => ({
  dataDirectory: directory.path,
  folder,
  password: PASSWORD,
  task,
  prefix,
  freezeAt,
})

/** The file operations of each first task, with the ways and the second tasks in turn. */
async function scheduleOf(plan: FreezePlan, template: FaultSite): Promise<readonly Freeze[]> {
  const freezes: Freeze[] = []
  for (const task of plan.first) {
    const operations = await rehearse(template, task)
    for (const [at, operation] of operations.entries()) {
      if (at % plan.every !== 0) continue
      const way = WAYS[at % WAYS.length] as Way
      const other = plan.second[Math.floor(at / WAYS.length) % plan.second.length] as FreezingTask
      freezes.push({ tasks: [task, other], freezeAt: at + 1, operation, way })
    }
  }
  return freezes
}

async function rehearse(template: FaultSite, task: FreezingTask): Promise<readonly string[]> {
  const site = await copyFaultSite(template)
  const child = new FreezingProcess(script)
  try {
    const report = await child.begin(orderFor(site, task, 'a'))
    if (report === 'frozen') throw new Error('it was not to stand still')
    expect([task, report.answer]).toEqual([task, 'success'])
    return report.operations
  } finally {
    child.end()
    await removeFaultSite(site)
  }
}

interface Tally {
  freezes: number
  unreadableRows: number
  lostSecrets: number
  readonly wrong: string[]
  readonly answers: Map<string, number>
}

/** Processes that are used for one freeze after the other. */
class Crew {
  readonly first = new FreezingProcess(script)
  readonly #seeing = new FreezingProcess(script)
  readonly #unseeing = new FreezingProcess(script, 'unseeing')

  secondOf(way: Way): FreezingProcess {
    return way === 'the lock removed, unseen' ? this.#unseeing : this.#seeing
  }

  end(): void {
    for (const one of [this.first, this.#seeing, this.#unseeing]) one.end()
  }
}

/** One process stands still at one operation, another comes, and the first goes on. */
async function freeze(
  { plan, template }: { readonly plan: FreezePlan; readonly template: FaultSite },
  crew: Crew,
  { freezeAt, operation, tasks, way }: Freeze,
  tally: Tally,
): Promise<void> {
  const site = await copyFaultSite(template)
  const { first } = crew
  const second = crew.secondOf(way)
  try {
    const before = await findHolders(site)
    const stopped = await first.begin(orderFor(site, tasks[0], 'a', freezeAt))
    // What is read for an event may have been read for another by then.
    if (stopped !== 'frozen') return
    if (way !== 'the lock held') await rm(site.directory.secretStoreLock, { force: true })
    const coming = second.begin(orderFor(site, tasks[1], 'b')) as Promise<FreezingReport>
    await Promise.race([coming, delay(LONG_ENOUGH_MS)])
    const reports = [await first.goOn(), await coming] as const
    const isLockRemoved = way !== 'the lock held'
    const verdict = await judge({ plan, site, tasks, reports, pid: first.pid, isLockRemoved, before })
    tally.freezes += 1
    tally.unreadableRows += verdict.unreadableRows
    tally.lostSecrets += verdict.lostSecrets
    const answers = reports.map(({ answer }) => answer).join(' and ')
    tally.answers.set(answers, (tally.answers.get(answers) ?? 0) + 1)
    const what = `${tasks.join(' and ')}, ${way}, still before ${operation} (${answers})`
    tally.wrong.push(...verdict.wrong.map((fault) => `${what}: ${fault}`))
    const opens = plan.keyIsLost !== true || reports.some(({ answer }) => answer === 'success')
    tally.wrong.push(...(opens ? await openAgain(site) : []).map((fault) => `${what}: ${fault}`))
  } finally {
    await removeFaultSite(site)
  }
}

/** Whatever has come of it, the system opens and its secret is current. */
async function openAgain(site: FaultSite): Promise<readonly string[]> {
  const state = await atSite(site, async ({ system }) => (await system.describe()).masterSecret.state)
  return state === 'current' ? [] : [`the secret is ${state} afterwards`]
}

describe.each(freezePlans)('in $name', (plan) => {
  it('a process that stands still at any file operation, and another that comes meanwhile, lose nothing and say what is so', {
    timeout: 300_000,
  }, async () => {
    const template = await plan.make()
    settle(template)
    const tally: Tally = { freezes: 0, unreadableRows: 0, lostSecrets: 0, wrong: [], answers: new Map() }
    try {
      const schedule = await scheduleOf(plan, template)
      const left = schedule.values()
      const worker = async (): Promise<void> => {
        const crew = new Crew()
        try {
          for (const next of left) await freeze({ plan, template }, crew, next, tally)
        } finally {
          crew.end()
        }
      }
      await Promise.all(Array.from({ length: AT_A_TIME }, worker))
      expect(tally.freezes).toBeGreaterThan(0.9 * schedule.length)
    } finally {
      await removeFaultSite(template)
    }
    const { freezes: faults, lostSecrets, unreadableRows, wrong } = tally
    countFaults({ faults, freezes: faults, lostSecrets, unreadableRows })
    expect(wrong, JSON.stringify([...tally.answers])).toEqual([])
    expect({ lostSecrets, unreadableRows }).toEqual({ lostSecrets: 0, unreadableRows: 0 })
  })
})
