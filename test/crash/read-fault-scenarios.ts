import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { nodeFileSystem } from '../../electron/core/files/node-file-system.ts'
import type { SsoSystem } from '../../electron/core/sso-system.ts'
import type { ErrorCode } from '../../shared/errors.ts'
import { aRestoreRequest } from '../support/restore-system.ts'
import { aGenerateRequest, PASSWORD, utf8 } from '../support/test-system.ts'
import { atSite, type FaultSite, openSystemAt, siteWithoutSecrets, siteWithRows } from './fault-site.ts'

/** An operation of the product that reads, and the state of affairs in which it is run. */
export interface ReadScenario {
  readonly name: string
  readonly make: () => Promise<FaultSite>
  /** Runs it in a system that was opened before anything went wrong. */
  readonly operate?: (system: SsoSystem, site: FaultSite) => Promise<unknown>
  /** What is absent or damaged in this state of affairs, and may be said to be. */
  readonly isTrue?: readonly ErrorCode[]
  /** Whether it is in the operation's nature that the store no longer reads what it read. */
  readonly storeMayMissRows?: boolean
  /** Which of its calls fail alone: each one by default; of what only looks, every how-many-th. */
  readonly stride?: number
  /** Whether keys are removed when it succeeds. */
  readonly removesKeys?: boolean
}

const spoiled =
  (spoil: (site: FaultSite) => Promise<unknown>, make = siteWithRows) =>
  async (): Promise<FaultSite> => {
    const site = await make()
    await spoil(site)
    return site
  }

const inSystem = (work: (system: SsoSystem, site: FaultSite) => Promise<unknown>) => (site: FaultSite) =>
  atSite(site, async (system) => {
    await work(system, site)
    await system.reencryption.whenIdle()
  })

const restore =
  (name: string) =>
  (system: SsoSystem, site: FaultSite): Promise<unknown> =>
    system.masterSecret.restore(aRestoreRequest({ ...site, system }, name, { override: true }))

const keyFile = ({ folder }: FaultSite): string => join(folder, 'a.key')

const saveKey = inSystem((system, site) => system.keyProtection.saveRecoveryKey(keyFile(site), 'refuse'))

const newestCopy = async ({ masterSecret }: SsoSystem): Promise<string> =>
  (await masterSecret.listReplacedStores())[0]?.name ?? ''

/** An older backup was restored by mistake: its store is kept, and needs the key. */
const siteAfterRestore = spoiled(inSystem(restore('1.bak')))

/** As that, and the key was changed since: the old one is kept for the replaced store. */
const siteWithRetiredKey = spoiled(
  inSystem((system) => system.keyProtection.changeProtector('key-file')),
  siteAfterRestore,
)

const look = async (system: SsoSystem): Promise<unknown> => ({
  overview: await system.system.describe(),
  protection: await system.keyProtection.describe().catch((error: unknown) => error),
  health: await system.health.describe(),
  replaced: await system.masterSecret.listReplacedStores().catch((error: unknown) => error),
})

const password = (): Uint8Array => utf8(PASSWORD)

export const readScenarios: readonly ReadScenario[] = [
  {
    name: 'the first generate',
    make: siteWithoutSecrets,
    operate: ({ masterSecret }, { folder }) => masterSecret.generate(aGenerateRequest(join(folder, '3.bak'))),
  },
  {
    name: 'a generate',
    make: siteWithRows,
    operate: ({ masterSecret }, { folder }) => masterSecret.generate(aGenerateRequest(join(folder, '3.bak'))),
  },
  {
    name: 'a generate over a backup',
    make: siteWithRows,
    operate: ({ masterSecret }, { folder }) =>
      masterSecret.generate(aGenerateRequest(join(folder, '1.bak'), { ifExists: 'replace' })),
  },
  {
    name: 'a generate where a store was replaced',
    make: spoiled(inSystem(restore('2.bak')), siteAfterRestore),
    operate: ({ masterSecret }, { folder }) => masterSecret.generate(aGenerateRequest(join(folder, '3.bak'))),
  },
  {
    name: 'a backup',
    make: siteWithRows,
    operate: ({ masterSecret }, { folder }) => masterSecret.backup(aGenerateRequest(join(folder, '3.bak'))),
  },
  {
    name: 'verifying a backup',
    make: siteWithRows,
    operate: ({ masterSecret }, { folder }) =>
      masterSecret.verify({ backupFile: join(folder, '2.bak'), password: password() }),
  },
  {
    name: 'a restore over a newer store',
    make: siteWithRows,
    operate: restore('1.bak'),
    storeMayMissRows: true,
  },
  {
    name: 'a restore without a store',
    make: spoiled(({ directory }) => rm(directory.secretStore)),
    operate: restore('2.bak'),
    isTrue: ['SecretStoreMissing'],
  },
  {
    name: 'a restore over a damaged store',
    make: spoiled(({ directory }) => writeFile(directory.secretStore, 'garbage')),
    operate: restore('2.bak'),
    isTrue: ['SecretStoreDamaged'],
  },
  {
    name: 'a restore where the key is gone',
    make: spoiled(({ directory }) => rm(directory.keyFile)),
    operate: restore('2.bak'),
    isTrue: ['KeyProtectorGone'],
  },
  {
    name: 'a restore where the key is damaged',
    make: spoiled(({ directory }) => writeFile(directory.keyFile, 'short')),
    operate: restore('2.bak'),
    isTrue: ['KeyProtectorDamaged'],
  },
  {
    name: 'undoing a restore',
    make: siteAfterRestore,
    operate: async (system) =>
      system.masterSecret.undoRestore({ name: await newestCopy(system), override: false }),
  },
  {
    name: 'undoing a restore whose key was replaced since',
    make: siteWithRetiredKey,
    operate: async (system) =>
      system.masterSecret.undoRestore({ name: await newestCopy(system), override: false }),
  },
  {
    name: 'removing a replaced store',
    make: spoiled(inSystem(restore('2.bak')), siteAfterRestore),
    operate: async (system) => system.masterSecret.removeReplacedStore(await newestCopy(system)),
  },
  {
    name: 'changing the key protector',
    make: siteWithRows,
    operate: ({ keyProtection }) => keyProtection.changeProtector('key-file'),
    removesKeys: true,
  },
  {
    name: 'changing the key protector where a replaced store needs the key',
    make: siteAfterRestore,
    operate: ({ keyProtection }) => keyProtection.changeProtector('key-file'),
    storeMayMissRows: true,
  },
  {
    name: 'saving a recovery key',
    make: siteWithRows,
    operate: ({ keyProtection }, site) => keyProtection.saveRecoveryKey(keyFile(site), 'refuse'),
  },
  {
    name: 'recovering with a key that is gone',
    make: spoiled(async (site) => {
      await saveKey(site)
      await rm(site.directory.keyFile)
    }),
    operate: ({ keyProtection }, site) => keyProtection.recoverWithKey(keyFile(site)),
    isTrue: ['KeyProtectorGone'],
  },
  {
    name: 'recovering with a key that is another',
    make: spoiled(async (site) => {
      await saveKey(site)
      await writeFile(site.directory.keyFile, Buffer.alloc(32, 7))
    }),
    operate: ({ keyProtection }, site) => keyProtection.recoverWithKey(keyFile(site)),
    isTrue: ['SecretStoreDamaged'],
  },
  {
    name: 'rehearsing a generate',
    make: siteWithRows,
    operate: ({ rehearsal }) => rehearsal.rehearseGenerate(),
    stride: 5,
  },
  { name: 'looking at a system', make: siteWithRows, operate: look, stride: 5 },
  {
    name: 'looking at a system in which a restore can be undone',
    make: siteAfterRestore,
    operate: look,
    stride: 5,
    storeMayMissRows: true,
  },
  { name: 'opening a system', make: siteWithRows, stride: 3 },
  {
    name: 'opening a system with a key that a replaced store needs',
    make: siteWithRetiredKey,
    storeMayMissRows: true,
    stride: 5,
  },
  {
    name: 'opening a system with a key that nothing needs any more',
    make: spoiled(async ({ directory }) => {
      await rm(join(directory.path, 'replaced-stores'), { recursive: true })
    }, siteWithRetiredKey),
    storeMayMissRows: true,
    removesKeys: true,
    stride: 3,
  },
  {
    name: 'opening a system without secrets',
    make: siteWithoutSecrets,
    isTrue: ['NoMasterSecret'],
    stride: 5,
  },
]

/** Opens a site's system, looks at it and closes it. */
export async function openAndLook(site: FaultSite): Promise<unknown> {
  const system = await openSystemAt(site, nodeFileSystem)
  try {
    return await look(system)
  } finally {
    await system.close()
  }
}
