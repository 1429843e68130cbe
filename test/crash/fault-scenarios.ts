import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { aRestoreRequest } from '../support/restore-system.ts'
import { aGenerateRequest } from '../support/test-system.ts'
import type { FaultScenario } from './fault-run.ts'
import { atSite, type FaultSite, type OpenSite, siteWithRows } from './fault-site.ts'

const backUp =
  (name: string, ifExists: 'refuse' | 'replace') =>
  ({ folder, system }: OpenSite) =>
    system.masterSecret.backup(aGenerateRequest(join(folder, name), { ifExists }))

/** A site whose owner has another copy of the last backup. */
async function siteWithKeptCopy(): Promise<FaultSite> {
  const site = await siteWithRows()
  await cp(join(site.folder, '2.bak'), join(site.folder, 'kept.bak'))
  return site
}

/** A site in which an older backup was restored by mistake. */
async function siteAfterRestore(): Promise<FaultSite> {
  const site = await siteWithRows()
  await atSite(site, async (system) => {
    await system.masterSecret.restore(aRestoreRequest({ ...site, system }, '1.bak', { override: true }))
    await system.reencryption.whenIdle()
  })
  return site
}

async function undo({ system }: OpenSite): Promise<unknown> {
  const [newest] = await system.masterSecret.listReplacedStores()
  return system.masterSecret.undoRestore({ name: newest?.name ?? '', override: false })
}

/** What can be done to the master secret and its key, but for generating and restoring. */
export const faultScenarios: readonly FaultScenario[] = [
  { name: 'a backup to a fresh file', make: siteWithRows, operate: backUp('3.bak', 'refuse') },
  { name: 'a backup over the last one', make: siteWithKeptCopy, operate: backUp('2.bak', 'replace') },
  { name: 'undoing a restore', make: siteAfterRestore, operate: undo },
  {
    name: 'changing the key protector',
    make: siteWithRows,
    operate: ({ system }) => system.keyProtection.changeProtector('key-file'),
  },
  {
    name: 'saving a recovery key',
    make: siteWithRows,
    operate: ({ folder, system }) => system.keyProtection.saveRecoveryKey(join(folder, 'a.key'), 'refuse'),
  },
]
