import { hash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { copyFile, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { untoldWords } from '../../../electron/cli/ssoconfig/show-secret.ts'
import type { SystemExpectation } from '../../../electron/core/require-place.ts'
import { untoldInWords } from '../../../renderer/system/reencryption-in-words.ts'
import { insertCredentials } from '../../support/credential-rows.ts'
import { countReadable, generate, loggedEvents, sql } from '../../support/restore-system.ts'
import { DatabaseSync } from '../../support/sqlite.ts'
import { openTestSystem, type TestSystem } from '../../support/test-system.ts'

/** A system that was closed, with a secret and credentials. */
async function closedSystem(): Promise<TestSystem> {
  const test = await openTestSystem()
  await generate(test, '1.bak')
  await insertCredentials(test.directory, [1, 2, 3])
  await test.system.close()
  return test
}

async function filesOf({ directory }: TestSystem): Promise<ReadonlyMap<string, string>> {
  const names = (await readdir(directory.path)).filter((name) => /^(sso|secret)/.test(name)).sort()
  const contents = names.map(
    async (name) => [name, hash('sha256', await readFile(join(directory.path, name)))] as const,
  )
  return new Map(await Promise.all(contents))
}

/** Without its journals, which are those of the database that has gone. */
async function remove({ directory }: TestSystem): Promise<void> {
  for (const end of ['', '-wal', '-shm']) await rm(`${directory.database}${end}`, { force: true })
}

const losses: readonly (readonly [string, (test: TestSystem) => Promise<void>])[] = [
  ['is missing', remove],
  [
    'is cut to nothing',
    async (test) => {
      await remove(test)
      await writeFile(test.directory.database, '')
    },
  ],
  [
    'is missing, and has left its write-ahead log',
    async (test) => {
      await remove(test)
      await rm(test.directory.secretStore)
      await writeFile(`${test.directory.database}-wal`, 'what was committed last')
    },
  ],
  [
    'is missing beside a store that cannot be read',
    async (test) => {
      await remove(test)
      await truncate(test.directory.secretStore, 0)
    },
  ],
  [
    'is an empty one of SQLite',
    async (test) => {
      await remove(test)
      const made = new DatabaseSync(test.directory.database)
      made.exec('CREATE TABLE t (x); DROP TABLE t; VACUUM')
      made.close()
    },
  ],
  ['has no system in it', async (test) => sql(test, 'DELETE FROM global_info')],
]

describe.each(losses)('a database that %s', (_, lose) => {
  it.each(['existing', 'either', 'new'] as const)(
    'is not made anew where one is expected to be %s',
    async (expected) => {
      const test = await closedSystem()
      await lose(test)
      const before = await filesOf(test)
      const opening = openTestSystem({ directory: test.directory, expected })
      await expect(opening).rejects.toMatchObject({ code: 'DatabaseLost' })
      const after = await filesOf(test)
      expect(after.get('secret-store.json')).toBe(before.get('secret-store.json'))
      // SQLite makes its journals beside one that is looked into.
      if (before.has('sso.db')) return
      expect(after.has('sso.db')).toBe(false)
      expect(after.get('sso.db-wal')).toBe(before.get('sso.db-wal'))
    },
  )
})

describe('a lost database that is given up', () => {
  it('is made anew for the secret that is there, and no secret is said to have been generated', async () => {
    const test = await closedSystem()
    await remove(test)
    await writeFile(`${test.directory.database}-wal`, 'what was committed last')
    const expected: SystemExpectation = 'anew'
    const { system } = await openTestSystem({ directory: test.directory, expected })
    expect((await system.system.describe()).masterSecret).toMatchObject({ state: 'current', untold: null })
    expect(await loggedEvents(test, 10525)).toHaveLength(1)
    expect(await loggedEvents(test, 19013)).toHaveLength(1)
    expect((await readdir(test.directory.path)).filter((name) => name.endsWith('.lost'))).toHaveLength(1)
    await insertCredentials(test.directory, [7])
    expect(await countReadable(test)).toBe('1 of 1')
  })
})

describe('an older copy of the database', () => {
  it('whose secret the store still holds is told of the newer one, and its credentials are re-encrypted', async () => {
    const test = await closedSystem()
    const copy = join(test.folder, 'copy.db')
    await copyFile(test.directory.database, copy)
    const second = await openTestSystem({ directory: test.directory })
    await generate({ ...second, folder: test.folder }, '2.bak')
    await second.system.close()
    await remove(test)
    await copyFile(copy, test.directory.database)
    const { system } = await openTestSystem({ directory: test.directory })
    await system.reencryption.whenIdle()
    expect(await system.system.describe()).toMatchObject({
      masterSecret: { untold: null },
      reencryption: { phase: 'done', done: 3, damaged: 0 },
    })
    expect(await loggedEvents(test, 10525)).toHaveLength(2)
    expect(await countReadable(test)).toBe('3 of 3')
  })

  it('whose secret the store does not hold any more is left as it is, and said to be older', async () => {
    const test = await closedSystem()
    const copy = join(test.folder, 'copy.db')
    await copyFile(test.directory.database, copy)
    const second = await openTestSystem({ directory: test.directory })
    await generate({ ...second, folder: test.folder }, '2.bak')
    await generate({ ...second, folder: test.folder }, '3.bak')
    await second.system.close()
    await remove(test)
    await copyFile(copy, test.directory.database)
    const { system } = await openTestSystem({ directory: test.directory })
    await system.reencryption.whenIdle()
    const health = await system.health.describe()
    expect(health.find(({ id }) => id === 'master-secret')).toMatchObject({
      status: 'red',
      reason: expect.stringContaining('older copy of the database'),
    })
    const { masterSecret } = await system.system.describe()
    const untold = masterSecret.state === 'current' ? masterSecret.untold : null
    expect(untold).toMatchObject({ isHeld: false, rows: 3 })
    // Nothing promises that it is told by itself, on either surface.
    if (untold !== null)
      for (const words of [untoldWords(untold), untoldInWords(untold)]) {
        expect(words).toContain(`${untold.databaseMsid}`)
        expect(words).toContain('which the secret store does not hold')
        expect(words).not.toMatch(/yet|as soon as/)
      }
    expect(await loggedEvents(test, 10547, 19013)).toEqual([])
    await expect(generate({ ...test, system }, '4.bak')).rejects.toMatchObject({
      code: 'DatabaseOlderThanSecret',
    })
    expect(existsSync(join(test.folder, '4.bak'))).toBe(false)
  })
})
