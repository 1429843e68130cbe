import { randomUUID } from 'node:crypto'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { aRestoreRequest } from '../support/restore-system.ts'
import { atSite, type FaultSite, siteWithRows } from './fault-site.ts'
import type { FreezingTask } from './freezing-child.ts'

/** Two operations of two processes, in one state of affairs: each of the first with each of the second. */
export interface FreezePlan {
  readonly name: string
  readonly make: () => Promise<FaultSite>
  /** Stands still at each how-many-th file operation; not a multiple of the ways in which the two meet. */
  readonly every: number
  readonly first: readonly FreezingTask[]
  readonly second: readonly FreezingTask[]
  /** Which of them have every row read by the store when they have succeeded; if not named, it is so from the beginning. */
  readonly mending?: readonly FreezingTask[]
  /** Whether the store opens only when one of them has succeeded. */
  readonly keyIsLost?: true
}

async function siteWithRecoveryKey(): Promise<FaultSite> {
  const site = await siteWithRows()
  await atSite(site, ({ keyProtection }) =>
    keyProtection.saveRecoveryKey(join(site.folder, 'saved.key'), 'refuse'),
  )
  return site
}

/** An older backup was restored by mistake: the store misses every row. */
async function siteAfterRestore(): Promise<FaultSite> {
  const site = await siteWithRecoveryKey()
  await atSite(site, async (system) => {
    await system.masterSecret.restore(aRestoreRequest({ ...site, system }, '1.bak', { override: true }))
    await system.reencryption.whenIdle()
  })
  return site
}

async function siteWithoutKey(): Promise<FaultSite> {
  const site = await siteWithRecoveryKey()
  await rm(site.directory.keyFile)
  return site
}

/** A change of protector has been killed before it removed the old key. */
async function siteWithRetiredKey(): Promise<FaultSite> {
  const site = await siteWithRecoveryKey()
  const store = JSON.parse(await readFile(site.directory.secretStore, 'utf8'))
  const keyId = randomUUID()
  const retired = { ...store, retiredKeys: [{ protector: 'key-file', keyId }] }
  await writeFile(site.directory.keyFile.replace(/\.key$/, `.${keyId}.key`), Buffer.alloc(32, 7), {
    mode: 0o600,
  })
  await writeFile(site.directory.secretStore, `${JSON.stringify(retired, null, 2)}\n`)
  return site
}

export const freezePlans: readonly FreezePlan[] = [
  {
    name: 'a system in order',
    make: siteWithRecoveryKey,
    every: 1,
    first: ['generate', 'generate-over', 'backup-over', 'protector', 'recovery-key', 'recovery-key-over'],
    second: ['generate', 'protector', 'backup-over', 'generate-over', 'recovery-key-over'],
  },
  {
    name: 'an older secret that was restored by mistake',
    make: siteAfterRestore,
    every: 2,
    first: ['restore', 'undo', 'protector', 'recovery-key-over'],
    second: ['undo', 'restore', 'protector'],
    mending: ['restore', 'undo'],
  },
  {
    name: 'a key that was lost',
    make: siteWithoutKey,
    every: 2,
    first: ['recover', 'restore'],
    second: ['restore', 'recover'],
    mending: ['recover', 'restore'],
    keyIsLost: true,
  },
  {
    name: 'an old key that is still to be removed',
    make: siteWithRetiredKey,
    every: 2,
    first: ['open', 'protector', 'generate'],
    second: ['generate', 'open', 'protector'],
  },
]
