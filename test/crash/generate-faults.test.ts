import { appendFile, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { MasterSecretPair } from '../../electron/core/crypto/master-secret.ts'
import type { FileSystem } from '../../electron/core/files/file-system.ts'
import { nodeFileSystem } from '../../electron/core/files/node-file-system.ts'
import { keyFileProtector } from '../../electron/core/key-protectors/key-file-protector.ts'
import type { GenerateRequest } from '../../electron/core/master-secret/master-secret.service.ts'
import { SecretStore } from '../../electron/core/secret-store/secret-store.ts'
import { codeOf } from '../support/restore-system.ts'
import { aGenerateRequest, openTestSystem, type TestSystem } from '../support/test-system.ts'
import { type Aftermath, FaultRun, type FaultScenario, failing, swapped, truncated } from './fault-run.ts'
import { type FaultSite, type OpenSite, siteWithoutSecrets, siteWithRows } from './fault-site.ts'
import { FaultyFiles } from './faulty-files.ts'
import type { FileOperation } from './observed-file-system.ts'

const errnos = ['ENOSPC', 'EACCES', 'EIO', 'EROFS', 'ENOENT'] as const
type Errno = (typeof errnos)[number]

interface FaultySystem extends TestSystem {
  readonly faults: FaultyFiles
}

async function openFaultySystem(): Promise<FaultySystem> {
  const faults = new FaultyFiles()
  return { ...(await openTestSystem({ files: faults.files })), faults }
}

async function codeOfGenerate({ system }: FaultySystem, request: GenerateRequest): Promise<string> {
  return codeOf(system.masterSecret.generate(request))
}

function reveal({ directory }: FaultySystem): Promise<MasterSecretPair | null> {
  const store = new SecretStore(directory, nodeFileSystem, [
    keyFileProtector(directory.keyFile, nodeFileSystem),
  ])
  return store.read().then((content) => content && store.reveal(content))
}

const backupCodes: Readonly<Record<Errno, string>> = {
  ENOSPC: 'BackupDiskFull',
  EACCES: 'BackupFolderNotWritable',
  EROFS: 'BackupFolderNotWritable',
  EIO: 'BackupWriteFailed',
  ENOENT: 'BackupFolderNotWritable', // The folder is there all the same.
}

/** What a generate answers when an operation fails once with `errno`. */
function expectedCode({ directory }: FaultSite, operation: FileOperation, errno: Errno): string {
  const { name, path } = operation
  if (path === directory.keyFile) return errno === 'ENOENT' ? 'KeyProtectorGone' : 'KeyProtectorUnreadable'
  if (path === directory.path) return 'success' // The commit is in place; only its folder was not synced.
  if (path === directory.secretStore && name === 'read')
    return errno === 'ENOENT' ? 'SecretStoreChanged' : 'SecretStoreUnreadable'
  if (path.startsWith(directory.secretStore)) return 'SecretStoreWriteFailed'
  // That what was written cannot be read says nothing of the disk's room or the folder's rights.
  if (name === 'read') return errno === 'ENOENT' ? 'BackupVanished' : 'BackupWriteFailed'
  return backupCodes[errno]
}

/**
 * Once the secret is committed nothing may answer that it was not: whatever fails then, the generate has succeeded. What
 * is still read then is the key that its event is authenticated with: without it, the event is recorded without `mac`.
 */
async function judgeGenerate({ answer, at, fault, seen, site }: Aftermath): Promise<readonly string[]> {
  const operation = seen[at - 1]
  const errno = errnos.find((code) => fault.name === `${code} once`)
  if (operation === undefined || errno === undefined) return []
  const before = seen.slice(0, at - 1)
  const isCommitted = before.some(
    ({ name, path }) => name === 'rename' && path === site.directory.secretStore,
  )
  // A store that has gone since it was read is replaced all the same: it held nothing that the new one does not.
  const isGoneSince = errno === 'ENOENT' && before.some(({ path }) => path === operation.path)
  if (isGoneSince && operation.path === site.directory.secretStore) return []
  const expected = isCommitted ? 'success' : expectedCode(site, operation, errno)
  const wrong = answer === expected ? [] : [`not ${expected}`]
  if (!isCommitted || operation.name !== 'read') return wrong
  const mac = await macOfGenerated(site)
  return mac === null ? wrong : [...wrong, `its event has the mac ${mac}`]
}

/** The `mac` of the last event of a generate that succeeded. */
async function macOfGenerated({ directory }: FaultSite): Promise<string | null | undefined> {
  const log = await readFile(join(directory.events, 'secret-operations.jsonl'), 'utf8')
  const events = log.trimEnd().split('\n')
  const parsed = events.map((line) => JSON.parse(line) as { eventId: number; mac?: string | null })
  return parsed.findLast(({ eventId }) => eventId === 10_525)?.mac
}

const generating =
  (name: string, ifExists: 'refuse' | 'replace') =>
  ({ folder, system }: OpenSite): Promise<unknown> =>
    system.masterSecret.generate(aGenerateRequest(join(folder, name), { ifExists }))

async function siteWithFile(): Promise<FaultSite> {
  const site = await siteWithoutSecrets()
  await writeFile(join(site.folder, 'target.bak'), 'old content')
  return site
}

const scenarios: readonly FaultScenario[] = [
  {
    name: 'first, to a fresh file',
    make: siteWithoutSecrets,
    operate: generating('target.bak', 'refuse'),
    judge: judgeGenerate,
  },
  {
    name: 'first, over a file',
    make: siteWithFile,
    operate: generating('target.bak', 'replace'),
    judge: judgeGenerate,
  },
  {
    name: 'next, to a fresh file',
    make: siteWithRows,
    operate: generating('target.bak', 'refuse'),
    judge: judgeGenerate,
  },
  {
    name: 'next, over the last backup',
    make: siteWithRows,
    operate: generating('2.bak', 'replace'),
    judge: judgeGenerate,
  },
]

const faults = [
  ...errnos.map((errno) => failing(errno, 'once')),
  failing('EIO', 'for good'),
  swapped,
  truncated,
]

describe.each(scenarios)('a generate ($name)', (scenario) => {
  it(
    'answers with the code for it and loses nothing, whatever goes wrong at any of its file operations',
    {
      timeout: 120_000,
    },
    () => new FaultRun(scenario).run(faults),
  )
})

const readFolder = async (folder: string): Promise<readonly string[]> => (await readdir(folder)).sort()

describe('a generate whose folder goes while it runs', () => {
  it.each(['createExclusive', 'link', 'syncDirectory'])(
    'answers BackupFolderMissing and keeps the old secret when it goes before %s',
    async (name) => {
      const faulty = await openFaultySystem()
      await faulty.system.masterSecret.generate(aGenerateRequest(join(faulty.folder, 'last.bak')))
      faulty.faults.disarm()
      await faulty.system.masterSecret.generate(aGenerateRequest(join(faulty.folder, 'rehearsal.bak')))
      const old = await reveal(faulty)
      const { seen } = faulty.faults
      const at = seen.findIndex((operation) => operation.name === name && operation.path.includes('backups'))
      faulty.faults.arm(at + 1, () => rm(faulty.folder, { recursive: true }))
      const code = await codeOfGenerate(faulty, aGenerateRequest(join(faulty.folder, 'target.bak')))
      expect(code).toBe('BackupFolderMissing')
      expect(await reveal(faulty)).toEqual(old)
    },
  )
})

describe('a generate on a disk that knows no second names', () => {
  it.each(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EINVAL', 'EISDIR'])(
    'gives the backup its name all the same when linking fails with %s',
    async (code) => {
      const files: FileSystem = {
        ...nodeFileSystem,
        link: () => Promise.reject(Object.assign(new Error(`${code}, injected`), { code })),
      }
      const { system, folder } = await openTestSystem({ files })
      await system.masterSecret.generate(aGenerateRequest(join(folder, 'target.bak')))
      expect(await readFolder(folder)).toEqual(['target.bak'])
    },
  )
})

describe('a generate whose backup is meddled with before it is read back', () => {
  /** Runs one in which `meddle` comes between the writing of the backup and its reading. */
  async function generateMeddled(meddle: (path: string) => Promise<void>) {
    const faulty = await openFaultySystem()
    await faulty.system.masterSecret.generate(aGenerateRequest(join(faulty.folder, 'last.bak')))
    const old = await reveal(faulty)
    faulty.faults.disarm()
    await faulty.system.masterSecret.generate(aGenerateRequest(join(faulty.folder, 'rehearsal.bak')))
    const reading = faulty.faults.seen.findIndex(
      ({ name, path }) => name === 'read' && path.endsWith('.partial'),
    )
    const before = await reveal(faulty)
    expect(before).not.toEqual(old)
    faulty.faults.arm(reading + 1, ({ path }) => meddle(path))
    const code = await codeOfGenerate(faulty, aGenerateRequest(join(faulty.folder, 'target.bak')))
    return { code, kept: await reveal(faulty), before, files: await readFolder(faulty.folder) }
  }

  const flipBit = async (path: string, at: (file: Buffer) => number): Promise<void> => {
    const file = await readFile(path)
    const index = at(file)
    file.writeUInt8(file.readUInt8(index) ^ 1, index)
    await writeFile(path, file)
  }

  it.each<readonly [string, string, (path: string) => Promise<void>]>([
    ['BackupVanished', 'it was removed', (path) => rm(path)],
    [
      'BackupAltered',
      'a bit of its readable part changed',
      (path) => flipBit(path, (file) => file.indexOf('xkcd')),
    ],
    ['BackupAltered', 'a bit of its payload changed', (path) => flipBit(path, (file) => file.length - 100)],
    ['BackupAltered', 'it was emptied', (path) => writeFile(path, '')],
    [
      'BackupAltered',
      'it was cut',
      async (path) => writeFile(path, (await readFile(path)).subarray(0, -1_000)),
    ],
    ['BackupAltered', 'it grew beyond the greatest size', (path) => appendFile(path, ' '.repeat(65_536))],
    [
      'BackupAltered',
      'another backup took its place',
      async (path) => writeFile(path, await readFile(join(path, '../last.bak'))),
    ],
  ])('answers %s and keeps the old secret when %s', async (expected, _, meddle) => {
    const { code, kept, before, files } = await generateMeddled(meddle)
    expect(code).toBe(expected)
    expect(kept).toEqual(before)
    expect(files).toEqual(['last.bak', 'rehearsal.bak'])
  })
})
