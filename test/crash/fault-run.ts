import { existsSync } from 'node:fs'
import { readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import { codeOf } from '../support/restore-system.ts'
import { aGenerateRequest, PASSWORD, utf8 } from '../support/test-system.ts'
import { countFaults, type FaultCounts } from './fault-counts.ts'
import {
  atSite,
  copyFaultSite,
  countLost,
  countUnread,
  countUnreadable,
  type FaultSite,
  findHolders,
  type Holders,
  type OpenSite,
  openFaultSite,
  removeFaultSite,
  sealedRows,
  settle,
} from './fault-site.ts'
import { type Extent, failWith, type Mishap } from './faulty-files.ts'
import type { FileOperation } from './observed-file-system.ts'

/** One thing that can go wrong at an operation. */
export interface Fault {
  readonly name: string
  readonly extent: Extent
  /** Whether files are changed behind the product's back; otherwise an operation fails. */
  readonly tampers: boolean
  readonly mishapAt: (site: FaultSite) => Mishap
}

/** An operation answers with a system error, and maybe so do all that follow. */
export const failing = (errno: string, extent: Extent): Fault => ({
  name: `${errno} ${extent}`,
  extent,
  tampers: false,
  mishapAt: () => failWith(errno),
})

/** The file that an operation is about, if it is there already; otherwise the secret store. */
function victimOf({ directory }: FaultSite, { from, path }: FileOperation): string {
  const found = from ?? path
  return existsSync(found) && !found.endsWith('data') && !/[\\/](backups|replaced-stores)$/.test(found)
    ? found
    : directory.secretStore
}

/** Another whole file of the same kind in its place. */
export const swapped: Fault = {
  name: 'file swapped',
  extent: 'once',
  tampers: true,
  mishapAt: (site) => async (operation) => {
    const victim = victimOf(site, operation)
    if (victim.includes('secret-store.key')) return writeFile(victim, Buffer.alloc(32, 7))
    const isBackup = victim.startsWith(site.folder)
    const other = isBackup ? join(site.folder, '1.bak') : join(site.parent, 'older-store.json')
    await writeFile(victim, await readFile(other).catch(() => 'a file of another kind'))
  },
}

/** Half of it is gone. */
export const truncated: Fault = {
  name: 'file truncated',
  extent: 'once',
  tampers: true,
  mishapAt: (site) => async (operation) => {
    const victim = victimOf(site, operation)
    const { size } = await stat(victim).catch(() => ({ size: 0 }))
    if (size > 0) await truncate(victim, size >> 1)
  },
}

/** What happens at every operation of every scenario. */
export const everyFault: readonly Fault[] = [
  ...['ENOSPC', 'EACCES', 'EIO'].map((errno) => failing(errno, 'once')),
  failing('EIO', 'for good'),
  swapped,
  truncated,
]

/** An operation of the product, and the state of affairs in which it is run. */
export interface FaultScenario {
  readonly name: string
  /** The site that every fault is had in a copy of. */
  readonly make: () => Promise<FaultSite>
  readonly operate: (site: OpenSite) => Promise<unknown>
  /** Whether it is in the operation's nature that the store no longer reads what it read. */
  readonly storeMayMissRows?: boolean
  /** What else is wrong after a fault that is an error. */
  readonly judge?: (aftermath: Aftermath) => Promise<readonly string[]>
}

/** What a fault came to. */
export interface Aftermath {
  readonly site: FaultSite
  readonly fault: Fault
  /** What was done up to the end, from 1 on `at` with the fault. */
  readonly seen: readonly FileOperation[]
  readonly at: number
  /** `success` or the code of the refusal. */
  readonly answer: string
  readonly before: Before
  readonly after: Holders
}

interface Before {
  readonly holders: Holders
  readonly files: readonly string[]
  readonly store: string | null
}

const listFolder = async ({ folder }: FaultSite): Promise<readonly string[]> => (await readdir(folder)).sort()

const readStoreText = ({ directory }: FaultSite): Promise<string | null> =>
  readFile(directory.secretStore, 'utf8').catch(() => null)

async function lookAt(site: FaultSite): Promise<Before> {
  const [holders, files, store] = await Promise.all([
    findHolders(site),
    listFolder(site),
    readStoreText(site),
  ])
  return { holders, files, store }
}

/** Runs one scenario with every fault at every of its file operations, and judges what each leaves behind. */
export class FaultRun {
  readonly #scenario: FaultScenario
  readonly #wrong: string[] = []
  #faults = 0
  #notReached = 0
  #unreadableRows = 0
  #lostSecrets = 0

  constructor(scenario: FaultScenario) {
    this.#scenario = scenario
  }

  /** Adds its counts to the figure, and fails the test if anything was wrong. */
  async run(faults: readonly Fault[] = everyFault): Promise<void> {
    const template = await this.#scenario.make()
    settle(template)
    try {
      const operations = await this.#rehearse(template)
      let next = 0
      const worker = async (): Promise<void> => {
        while (next < operations) await this.#failAt(template, ++next, faults)
      }
      await Promise.all([worker(), worker(), worker()])
      expect(operations).toBeGreaterThan(5)
    } finally {
      await removeFaultSite(template)
    }
    const counts: FaultCounts = {
      faults: this.#faults,
      unreadableRows: this.#unreadableRows,
      lostSecrets: this.#lostSecrets,
    }
    countFaults(counts)
    // What is read for the last event depends on whether the re-encryption has read it by then.
    expect(this.#notReached).toBeLessThanOrEqual(2 * faults.length)
    expect(this.#wrong).toEqual([])
    expect(counts).toMatchObject({ unreadableRows: 0, lostSecrets: 0 })
  }

  async #rehearse(template: FaultSite): Promise<number> {
    const site = await openFaultSite(await copyFaultSite(template))
    site.faults.disarm()
    expect(await codeOf(this.#scenario.operate(site))).toBe('success')
    const { length } = site.faults.seen
    await site.system.close()
    await removeFaultSite(site)
    return length
  }

  /** Every fault at one operation: in one site, as long as nothing comes of them. */
  async #failAt(template: FaultSite, at: number, faults: readonly Fault[]): Promise<void> {
    let site: OpenSite | null = null
    let before: Before | null = null
    let isPastCommit = false
    for (const fault of faults) {
      // What is not heeded any more is not heeded whatever the error is.
      if (isPastCommit && fault.extent === 'once' && !fault.tampers) continue
      site ??= await openFaultSite(await copyFaultSite(template))
      before ??= await lookAt(site)
      const cameOfIt = await this.#failOnce(site, at, fault, before)
      isPastCommit ||= cameOfIt && !fault.tampers
      if (!cameOfIt) continue
      await this.#bringBack(site, `${fault.name} at operation ${at}`, 'see')
      site = null
      before = null
    }
    if (site !== null) await this.#bringBack(site, `faults at operation ${at}`, 'generate')
  }

  /** @returns whether the site is another by now. */
  async #failOnce(site: OpenSite, at: number, fault: Fault, before: Before): Promise<boolean> {
    site.faults.arm(at, fault.mishapAt(site), fault.extent)
    const answer = await codeOf(this.#scenario.operate(site))
    await site.system.reencryption.whenIdle()
    const { seen } = site.faults
    site.faults.disarm()
    if (seen.length < at) this.#notReached += 1
    else this.#faults += 1
    const after = await findHolders(site)
    await this.#judge({ site, fault, seen, at, answer, before, after })
    const files = await listFolder(site)
    const isAsBefore = files.join() === before.files.join() && (await readStoreText(site)) === before.store
    return fault.tampers || answer === 'success' || !isAsBefore
  }

  async #judge(aftermath: Aftermath): Promise<void> {
    const { after, answer, at, before, fault, seen, site } = aftermath
    const operation = seen[at - 1]
    const what = `${fault.name} at ${operation?.name} of ${operation?.path.slice(site.parent.length)} (${answer})`
    const unreadable = countUnreadable(sealedRows(site), after)
    const lost = countLost(before.holders, after)
    this.#unreadableRows += unreadable
    this.#lostSecrets += lost
    const wrong = fault.tampers ? judgeTampered(aftermath) : await this.#judgeFailed(aftermath)
    if (answer.startsWith('no code') || /^E[A-Z]+$/.test(answer)) wrong.push('no code of the product')
    if (unreadable > 0) wrong.push(`${unreadable} rows are unreadable`)
    if (lost > 0) wrong.push(`${lost} secrets are lost`)
    this.#wrong.push(...wrong.map((fault) => `${what}: ${fault}`))
  }

  async #judgeFailed(aftermath: Aftermath): Promise<string[]> {
    const { after, answer, before, fault, site } = aftermath
    const wrong = [...((await this.#scenario.judge?.(aftermath)) ?? [])]
    const stays = (await readStoreText(site)) === before.store
    const unread = countUnread(sealedRows(site), after.store)
    if (!stays && unread > 0 && this.#scenario.storeMayMissRows !== true) wrong.push('the store misses rows')
    const files = await listFolder(site)
    // Where nothing can be removed any more, what was finished and proven stays, and so does a provisional file.
    const isClean = fault.extent === 'for good' || files.join() === before.files.join()
    if (answer !== 'success' && stays && !isClean) wrong.push(`left ${files.join()}`)
    for (const [name, pair] of after.backups) {
      const was = before.holders.backups.get(name)
      if (pair === null && was !== null) wrong.push(`${name} is no good backup`)
    }
    return wrong
  }

  /** However a site was left, its system opens and, from the store or from a backup, has all of its rows again. */
  async #bringBack(site: OpenSite, after: string, then: 'see' | 'generate'): Promise<void> {
    await site.system.close()
    const answer = await codeOf(atSite(site, (system) => restoreIfNeeded(site, system, then)))
    if (answer !== 'success') this.#wrong.push(`after ${after} the system does not come back: ${answer}`)
    const { store } = await findHolders(site)
    const unread = countUnread(sealedRows(site), store)
    if (unread > 0) this.#wrong.push(`after ${after} and a restore ${unread} rows stay unread`)
    await removeFaultSite(site)
  }
}

/** Until a backup is read back it cannot be told from one that was meddled with; from then on it is known. */
function judgeTampered({ after, answer, at, before, seen, site }: Aftermath): string[] {
  const operation = seen[at - 1]
  if (operation?.name !== 'read' || !operation.path.endsWith('.partial')) return []
  const wrong = /^(Backup|RecoveryKey)Altered$/.test(answer ?? '')
    ? []
    : ['a file that is not what was written was taken for it']
  const added = [...after.backups.keys()].filter((name) => !before.holders.backups.has(name))
  if (added.length > 0) wrong.push(`${added.join()} was presented as a backup in ${site.folder}`)
  return wrong
}

async function restoreIfNeeded(
  site: FaultSite,
  system: OpenSite['system'],
  then: 'see' | 'generate',
): Promise<void> {
  await system.reencryption.whenIdle()
  const { backups, store } = await findHolders(site)
  const rows = sealedRows(site)
  const best = [...backups].find(([, pair]) => pair !== null && countUnread(rows, pair) === 0)
  if (countUnread(rows, store) > 0 && best !== undefined) {
    const backupFile = join(site.folder, best[0])
    await system.masterSecret.restore({ backupFile, password: utf8(PASSWORD), override: true })
    await system.reencryption.whenIdle()
  }
  if (then === 'see') return
  await system.masterSecret.generate(aGenerateRequest(join(site.folder, 'again.bak')))
  await system.reencryption.whenIdle()
}
