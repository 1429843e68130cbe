import { appendFile, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { FileSystem } from '../../electron/core/files/file-system.ts'
import { nodeFileSystem } from '../../electron/core/files/node-file-system.ts'
import { parseBackupFile } from '../../electron/core/master-secret/backup-file.ts'
import { openBackup } from '../../electron/core/master-secret/backup-payload.ts'
import { keyFileProtector } from '../../electron/core/master-secret/key-protectors/key-file-protector.ts'
import type { GenerateRequest } from '../../electron/core/master-secret/master-secret.service.ts'
import type { MasterSecretPair } from '../../electron/core/master-secret/master-secret.ts'
import { SecretStore } from '../../electron/core/master-secret/secret-store.ts'
import { inProcessKdf } from '../support/in-process-kdf.ts'
import { aGenerateRequest, openTestSystem, PASSWORD, type TestSystem, utf8 } from '../support/test-system.ts'
import { type FileOperation, observedFileSystem } from './observed-file-system.ts'

const errnos = ['ENOSPC', 'EACCES', 'EIO', 'EROFS', 'ENOENT'] as const
type Errno = (typeof errnos)[number]

/** Does something once, at the how-many-th operation from when it was armed. */
class FaultyFiles {
  readonly files: FileSystem
  seen: FileOperation[] = []
  #at = 0
  #fault: (operation: FileOperation) => Promise<void> = async () => undefined

  constructor() {
    this.files = observedFileSystem(nodeFileSystem, async (operation, run) => {
      this.seen.push(operation)
      if (this.seen.length !== this.#at) return run()
      // A file whose closing fails is closed all the same.
      if (operation.name === 'close') await run()
      await this.#fault(operation)
      return run()
    })
  }

  arm(at: number, fault: (operation: FileOperation) => Promise<void>): void {
    this.seen = []
    this.#at = at
    this.#fault = fault
  }

  disarm(): void {
    this.arm(0, async () => undefined)
  }
}

interface FaultySystem extends TestSystem {
  readonly faults: FaultyFiles
}

async function openFaultySystem(): Promise<FaultySystem> {
  const faults = new FaultyFiles()
  return { ...(await openTestSystem({ files: faults.files })), faults }
}

const failWith = (code: Errno) => async (): Promise<void> => {
  throw Object.assign(new Error(`${code}, injected`), { code })
}

async function codeOfGenerate({ system }: FaultySystem, request: GenerateRequest): Promise<string> {
  return system.masterSecret.generate(request).then(
    () => 'success',
    (error: unknown) =>
      error instanceof Error && 'code' in error ? String(error.code) : `no code: ${error}`,
  )
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

/** What a generate answers when `operation` fails with `errno`. */
function expectedCode({ directory }: FaultySystem, operation: FileOperation, errno: Errno): string {
  const { name, path } = operation
  if (path === directory.keyFile) return 'KeyProtectorGone'
  if (path === directory.path) return 'success' // The commit is in place; only its folder was not synced.
  if (path === directory.secretStore && name === 'read')
    return errno === 'ENOENT' ? 'SecretStoreMissing' : 'SecretStoreDamaged'
  if (path.startsWith(directory.secretStore)) return 'SecretStoreWriteFailed'
  if (name === 'read' && errno === 'ENOENT') return 'BackupVanished'
  return backupCodes[errno]
}

interface Scenario {
  readonly name: string
  readonly ifExists: 'refuse' | 'replace'
  /** Puts the system in the state to start from. */
  readonly prepare: (faulty: FaultySystem, target: string) => Promise<unknown>
}

const scenarios: readonly Scenario[] = [
  { name: 'first, to a fresh file', ifExists: 'refuse', prepare: async () => undefined },
  {
    name: 'first, over a file',
    ifExists: 'replace',
    prepare: (_, target) => writeFile(target, 'old content'),
  },
  {
    name: 'next, to a fresh file',
    ifExists: 'refuse',
    prepare: ({ system, folder }) => system.masterSecret.generate(aGenerateRequest(join(folder, 'last.bak'))),
  },
  {
    name: 'next, over the last backup',
    ifExists: 'replace',
    prepare: ({ system }, target) => system.masterSecret.generate(aGenerateRequest(target)),
  },
]

/** The operations of a generate, in order, and a system that stands before it. */
async function rehearse({ ifExists, prepare }: Scenario): Promise<readonly FileOperation[]> {
  const faulty = await openFaultySystem()
  const target = join(faulty.folder, 'target.bak')
  await prepare(faulty, target)
  faulty.faults.disarm()
  await faulty.system.masterSecret.generate(aGenerateRequest(target, { ifExists }))
  return faulty.faults.seen
}

describe.each(scenarios)('a generate ($name)', (scenario) => {
  it('answers with the code for it and keeps the old secret when any one file operation fails', {
    timeout: 120_000,
  }, async () => {
    const operations = await rehearse(scenario)
    const wrong: string[] = []
    let faultsDone = 0
    for (const at of operations.keys()) {
      const faulty = await openFaultySystem()
      const target = join(faulty.folder, 'target.bak')
      await scenario.prepare(faulty, target)
      for (const errno of errnos) {
        wrong.push(...(await failOnce(faulty, target, scenario, at + 1, errno)))
        faultsDone += 1
      }
      // Whatever failed, the system still works.
      faulty.faults.disarm()
      const again = await codeOfGenerate(faulty, aGenerateRequest(join(faulty.folder, 'again.bak')))
      if (again !== 'success') wrong.push(`after ${operations[at]?.name}: ${again}`)
    }
    console.log(`${faultsDone} faults at ${operations.length} operations`)
    expect(wrong).toEqual([])
  })
})

/** @returns what was not as it should be. */
async function failOnce(
  faulty: FaultySystem,
  target: string,
  { ifExists }: Scenario,
  at: number,
  errno: Errno,
): Promise<readonly string[]> {
  const old = await reveal(faulty)
  const files = await readFolder(faulty.folder)
  faulty.faults.arm(at, failWith(errno))
  const code = await codeOfGenerate(faulty, aGenerateRequest(target, { ifExists }))
  const operation = faulty.faults.seen[at - 1]
  if (operation === undefined) return [`operation ${at} was not reached`]
  const what = `${operation.name} of ${operation.path.slice(faulty.directory.path.length - 4)} fails with ${errno}`
  const wrong: string[] = []
  const expected = expectedCode(faulty, operation, errno)
  if (code !== expected) wrong.push(`${what}: answered ${code}, not ${expected}`)
  if (code === 'success') {
    if (ifExists === 'refuse') await rm(target)
    return wrong
  }
  if (!sameSecrets(await reveal(faulty), old)) wrong.push(`${what}: the old secret is no longer current`)
  const left = await readFolder(faulty.folder)
  if (left.join() !== files.join()) wrong.push(`${what}: left ${left.join()}, not ${files.join()}`)
  if (ifExists === 'replace') wrong.push(...(await checkReplaced(target, old, what)))
  else await rm(target, { force: true })
  return wrong
}

const readFolder = async (folder: string): Promise<readonly string[]> => (await readdir(folder)).sort()

const sameSecrets = (one: MasterSecretPair | null, other: MasterSecretPair | null): boolean =>
  Buffer.from(one?.current.bytes ?? []).equals(Buffer.from(other?.current.bytes ?? []))

/** A file that was to be replaced is either still there as it was, or a backup that has the old secret in it. */
async function checkReplaced(
  target: string,
  old: MasterSecretPair | null,
  what: string,
): Promise<readonly string[]> {
  const file = await readFile(target)
  if (file.toString() === 'old content') return []
  const backup = await openBackup(parseBackupFile(file), utf8(PASSWORD), inProcessKdf)
  const held = [backup.current.msid, backup.previous?.msid]
  return old === null || held.includes(old.current.msid) ? [] : [`${what}: no backup has the old secret`]
}

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
