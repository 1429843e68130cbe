import { readdir, readFile, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'vitest'
import { type Aftermath, FaultRun, type FaultScenario } from '../../crash/fault-run.ts'
import { backupSecrets, type FaultSite, type OpenSite, siteWithRows } from '../../crash/fault-site.ts'
import { aRestoreRequest } from '../../support/restore-system.ts'

/** By mistake, an older backup: the credentials are under the newer secret. */
const restoreOlder = (site: OpenSite): Promise<unknown> =>
  site.system.masterSecret.restore(aRestoreRequest(site, '1.bak', { override: true }))

const siteSpoiled = (spoil: (site: FaultSite) => Promise<unknown>) => async (): Promise<FaultSite> => {
  const site = await siteWithRows()
  await spoil(site)
  return site
}

/** The text of every replaced store that was kept. */
async function readKept({ directory }: FaultSite): Promise<readonly string[]> {
  const folder = join(directory.path, 'replaced-stores')
  const names = await readdir(folder).catch(() => [])
  return Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))
}

/** The store is the old one, or holds the restored secrets and the old one is kept. */
async function judgeRestore({ after, before, site }: Aftermath): Promise<readonly string[]> {
  const restored = (await backupSecrets(site)).get('1.bak')
  const isKept = before.store === null || (await readKept(site)).includes(before.store)
  if (after.store !== null && JSON.stringify(after.store) === JSON.stringify(restored))
    return isKept ? [] : ['the replaced store is lost']
  const now = await readFile(site.directory.secretStore, 'utf8').catch(() => null)
  return now === before.store ? [] : ['the store is neither the old one nor the new one']
}

/** Where the key was gone, the store may be an empty one, too; the old one is kept then. */
async function judgeWithoutKey(aftermath: Aftermath): Promise<readonly string[]> {
  const { before, site } = aftermath
  const now = await readFile(site.directory.secretStore, 'utf8').catch(() => null)
  const isEmpty = now !== null && JSON.parse(now).current === null
  if (isEmpty && (await readKept(site)).includes(before.store ?? '')) return []
  return judgeRestore(aftermath)
}

const common = { operate: restoreOlder, storeMayMissRows: true, judge: judgeRestore }

const scenarios: readonly FaultScenario[] = [
  { ...common, name: 'over a newer secret store', make: siteWithRows },
  {
    ...common,
    name: 'without a secret store',
    make: siteSpoiled(({ directory }) => unlink(directory.secretStore)),
  },
  {
    ...common,
    name: 'over a damaged secret store',
    make: siteSpoiled(({ directory }) => writeFile(directory.secretStore, 'garbage')),
  },
  {
    ...common,
    name: 'over a secret store whose key is gone',
    make: siteSpoiled(({ directory }) => unlink(directory.keyFile)),
    judge: judgeWithoutKey,
  },
]

describe.each(scenarios)('a restore $name', (scenario) => {
  it(
    'leaves the old secret store or the new one, whatever goes wrong, and can be done again',
    {
      timeout: 120_000,
    },
    () => new FaultRun(scenario).run(),
  )
})
