import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { DataDirectory } from '../../../electron/core/files/data-directory.ts'
import { nodeFileSystem } from '../../../electron/core/files/node-file-system.ts'
import { inProcessJobs } from '../../../electron/core/health/database-jobs.ts'
import { keyFileProtector } from '../../../electron/core/key-protectors/key-file-protector.ts'
import { inProcessRunner } from '../../../electron/core/reencryption/sweep-thread.ts'
import type { SsoSystemOptions } from '../../../electron/core/sso-system.ts'
import type { RehearsalProgress } from '../../../shared/rehearsal.ts'
import { credentialKeys, insertCredentials, openAll } from '../../support/credential-rows.ts'
import { DatabaseSync } from '../../support/sqlite.ts'
import { administrator, aGenerateRequest, openTestSystem, PASSWORD, utf8 } from '../../support/test-system.ts'

const upTo = (count: number): number[] => Array.from({ length: count }, (_, at) => at + 1)

async function aSystem(rows = 100, overrides: Partial<SsoSystemOptions> = {}) {
  const test = await openTestSystem(overrides)
  const backupFile = join(test.folder, 'first.bak')
  await test.system.masterSecret.generate(aGenerateRequest(backupFile))
  await insertCredentials(test.directory, upTo(rows))
  return { ...test, backupFile }
}

const restoreOf = (backupFile: string, password = PASSWORD) => ({
  backupFile,
  password: utf8(password),
  override: false,
})

function change(directory: DataDirectory, sql: string): void {
  const database = new DatabaseSync(directory.database)
  database.exec(`PRAGMA foreign_keys = OFF; ${sql}`)
  database.close()
}

/** What is in the live system, but for its events. */
function fingerprint(directory: DataDirectory): string {
  const hash = createHash('sha256')
  for (const file of [directory.secretStore, directory.keyFile]) hash.update(readFileSync(file))
  const database = new DatabaseSync(directory.database)
  const tables = database
    .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'event%' ORDER BY name`)
    .all() as { name: string }[]
  expect(tables.length).toBeGreaterThan(8)
  for (const { name } of tables) {
    for (const row of database.prepare(`SELECT * FROM "${name}" ORDER BY 1, 2`).all()) {
      hash.update(JSON.stringify(Object.entries(row as object).map(([key, value]) => [key, String(value)])))
    }
  }
  database.close()
  return hash.digest('hex')
}

const leftIn = (directory: DataDirectory): string[] =>
  readdirSync(directory.path).filter((name) => name.startsWith('rehearsal'))

function rehearsedEvents(directory: DataDirectory) {
  const database = new DatabaseSync(directory.database)
  const rows = database.prepare('SELECT level, tracking_id, data FROM event WHERE event_id = 19012').all()
  database.close()
  return (rows as { level: string; tracking_id: string; data: string }[]).map(({ data, ...row }) => ({
    ...row,
    data: JSON.parse(data),
  }))
}

describe('rehearsing a generate', () => {
  it('tells what it would come to, and leaves the system as it was', async () => {
    const { directory, folder, system } = await aSystem(4_000)
    const before = fingerprint(directory)
    const report = await system.rehearsal.rehearseGenerate()
    expect(report).toMatchObject({
      operation: 'generate',
      wouldSucceed: true,
      error: null,
      rows: 4_000,
      reencrypted: 4_000,
      unreadable: 0,
    })
    expect(Object.values(report.milliseconds).every((milliseconds) => milliseconds > 0)).toBe(true)
    expect(report.diskBytes).toBeGreaterThan(4_000 * 64)
    expect(fingerprint(directory)).toBe(before)
    expect(readdirSync(folder)).toEqual(['first.bak'])
    expect(leftIn(directory)).toEqual([])
    const keys = await credentialKeys(directory)
    expect(openAll(directory.database, keys).every(({ text }) => text !== null)).toBe(true)
  })

  it('records what it found under the id it gives', async () => {
    const { directory, system } = await aSystem(5)
    const { trackingId } = await system.rehearsal.rehearseGenerate()
    expect(rehearsedEvents(directory)).toEqual([
      {
        level: 'information',
        tracking_id: trackingId,
        data: expect.objectContaining({ rehearsed: 'generate', wouldSucceed: true, rows: 5, reencrypted: 5 }),
      },
    ])
  })

  it('counts the credentials that would stay unreadable', async () => {
    const { directory, system } = await aSystem(20)
    change(directory, 'UPDATE credential SET sealed = zeroblob(61) WHERE mapping_id = 7')
    expect(await system.rehearsal.rehearseGenerate()).toMatchObject({
      wouldSucceed: true,
      rows: 20,
      reencrypted: 19,
      unreadable: 1,
    })
  })

  it('works before the first secret, without credentials', async () => {
    const { directory, system } = await openTestSystem()
    expect(await system.rehearsal.rehearseGenerate()).toMatchObject({
      wouldSucceed: true,
      rows: 0,
      reencrypted: 0,
      unreadable: 0,
    })
    expect((await system.system.describe()).masterSecret.state).toBe('none')
    expect(leftIn(directory)).toEqual([])
  })

  it('says what the generate would be refused with', async () => {
    const { directory, system } = await aSystem(20)
    change(directory, "UPDATE reencryption SET state = 'paused', total = 20, done = 3")
    const before = fingerprint(directory)
    expect(await system.rehearsal.rehearseGenerate()).toMatchObject({
      wouldSucceed: false,
      error: { code: 'Busy', details: { done: 3, total: 20 } },
      rows: null,
      reencrypted: null,
    })
    expect(rehearsedEvents(directory)).toMatchObject([{ level: 'warning', data: { error: 'Busy' } }])
    expect(fingerprint(directory)).toBe(before)
    expect(leftIn(directory)).toEqual([])
  })

  it('says that the key protector is gone rather than that the copy has no store', async () => {
    const { directory, system } = await aSystem(3)
    await nodeFileSystem.remove(directory.keyFile)
    expect(await system.rehearsal.rehearseGenerate()).toMatchObject({
      wouldSucceed: false,
      error: { code: 'KeyProtectorGone' },
    })
  })

  it('tells of its phases in order and counts credentials where it can', async () => {
    const { system } = await aSystem(4_000)
    const seen: RehearsalProgress[] = []
    await system.rehearsal.rehearseGenerate({ onProgress: (progress) => seen.push(progress) })
    const phases = seen.map(({ phase }) => phase)
    expect([...new Set(phases)]).toEqual(['copying', 'changing', 'reencrypting', 'checking'])
    expect(seen.at(-1)).toEqual({ phase: 'checking', done: 4_000, total: 4_000 })
    expect(seen.some(({ done, phase }) => phase === 'reencrypting' && (done ?? 0) > 0)).toBe(true)
  })

  it.each(['changing', 'reencrypting', 'checking'])(
    'ends when cancelled while %s, and leaves nothing',
    async (when) => {
      const { directory, system } = await aSystem(8_000)
      const before = fingerprint(directory)
      const stop = new AbortController()
      const onProgress = ({ phase }: RehearsalProgress): void => {
        if (phase === when) stop.abort()
      }
      await expect(
        system.rehearsal.rehearseGenerate({ onProgress, signal: stop.signal }),
      ).rejects.toMatchObject({ code: 'Cancelled' })
      expect(leftIn(directory)).toEqual([])
      expect(fingerprint(directory)).toBe(before)
    },
  )

  it('is ended, and its copy removed, by closing the system', async () => {
    const { directory, system } = await aSystem(2_000)
    let begun = (): void => undefined
    const copying = new Promise<void>((resolve) => {
      begun = resolve
    })
    const rehearsing = system.rehearsal.rehearseGenerate({ onProgress: () => begun() })
    const refused = expect(rehearsing).rejects.toMatchObject({ code: 'Cancelled' })
    await copying
    await system.close()
    await refused
    expect(leftIn(directory)).toEqual([])
  })

  it('removes its copy when a service of the copy breaks', async () => {
    const run = inProcessRunner()
    let rehearsing = false
    const reencrypt: typeof run = (task, options) => {
      if (rehearsing) throw new Error('out of order')
      return run(task, options)
    }
    const { directory, system } = await aSystem(10, { reencrypt })
    rehearsing = true
    expect(await system.rehearsal.rehearseGenerate()).toMatchObject({
      wouldSucceed: false,
      error: { code: 'ReencryptionFailed', details: { reason: 'out of order' } },
    })
    expect(leftIn(directory)).toEqual([])
  })

  it('removes what rehearsals of dead processes left, and nothing of one that lives', async () => {
    const { directory, system } = await aSystem(3)
    const dead = 'rehearsal-4194304-0123abcd'
    const alive = `rehearsal-${process.ppid}-0123abcd`
    for (const name of [dead, alive]) mkdirSync(join(directory.path, name, 'data'), { recursive: true })
    await system.rehearsal.rehearseGenerate()
    expect(leftIn(directory)).toEqual([alive])
  })

  it('never lets the copied secrets touch the disk under a key that is there', async () => {
    let files: string[] = []
    const jobs = inProcessJobs()
    const { directory, system } = await aSystem(3, {
      jobs: {
        ...jobs,
        check: (task, options) => {
          files = readdirSync(directory.path, { recursive: true, encoding: 'utf8' })
          return jobs.check(task, options)
        },
      },
    })
    await system.rehearsal.rehearseGenerate()
    const copied = files.filter((name) => name.startsWith('rehearsal'))
    expect(copied.some((name) => name.endsWith('secret-store.json'))).toBe(true)
    expect(copied.filter((name) => name.endsWith('.key'))).toEqual([])
  })

  it('asks no key protector of the system to keep anything', async () => {
    const asked: string[] = []
    const folder = await openTestSystem()
    const own = keyFileProtector(folder.directory.keyFile, nodeFileSystem)
    const { system } = await openTestSystem({
      directory: folder.directory,
      protectors: [
        {
          ...own,
          keep: async (name) => void asked.push(name),
          forget: async (name) => void asked.push(name),
        },
      ],
    })
    await system.rehearsal.rehearseGenerate()
    expect(asked).toEqual([])
  })

  it.each([
    [
      'is no SSO Administrator',
      { ...administrator, name: 'eve', groups: [] },
      'AccessDeniedNotSsoAdministrator',
    ],
    [
      'is no local administrator',
      { ...administrator, isLocalAdministrator: false },
      'AccessDeniedNotLocalAdministrator',
    ],
  ])('is refused to who %s', async (_who, account, code) => {
    const { directory } = await aSystem(1)
    const { system } = await openTestSystem({ directory, account: async () => account })
    await expect(system.rehearsal.rehearseGenerate()).rejects.toMatchObject({ code })
    await expect(system.rehearsal.rehearseRestore(restoreOf('any.bak'))).rejects.toMatchObject({ code })
    expect(rehearsedEvents(directory)).toEqual([])
  })
})

describe('rehearsing a restore', () => {
  it('tells that the backup would do, and leaves the system as it was', async () => {
    const { backupFile, directory, system } = await aSystem(50)
    const before = fingerprint(directory)
    expect(await system.rehearsal.rehearseRestore(restoreOf(backupFile))).toMatchObject({
      operation: 'restore',
      wouldSucceed: true,
      rows: 50,
      unreadable: 0,
    })
    expect(fingerprint(directory)).toBe(before)
    expect(leftIn(directory)).toEqual([])
  })

  it('works where the secret store is lost', async () => {
    const { backupFile, directory, system } = await aSystem(50)
    await nodeFileSystem.remove(directory.secretStore)
    expect(await system.rehearsal.rehearseRestore(restoreOf(backupFile))).toMatchObject({
      wouldSucceed: true,
      rows: 50,
      unreadable: 0,
    })
    expect(readdirSync(directory.path)).not.toContain('secret-store.json')
  })

  it('says that the password is wrong', async () => {
    const { backupFile, system } = await aSystem(1)
    expect(await system.rehearsal.rehearseRestore(restoreOf(backupFile, 'another one'))).toMatchObject({
      wouldSucceed: false,
      error: { code: 'WrongPassword' },
    })
  })

  it('says that a backup that is too old would lose credentials', async () => {
    const { backupFile, directory, folder, system } = await aSystem(30)
    for (const name of ['second.bak', 'third.bak']) {
      await system.masterSecret.generate(aGenerateRequest(join(folder, name)))
      await system.reencryption.whenIdle()
    }
    await nodeFileSystem.remove(directory.secretStore)
    const report = await system.rehearsal.rehearseRestore(restoreOf(backupFile))
    expect(report).toMatchObject({ wouldSucceed: false, error: { code: 'RestoreWouldLoseCredentials' } })
  })
})
