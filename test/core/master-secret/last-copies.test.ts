import { readdir, readFile, rename, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { SsoError } from '../../../electron/core/errors/sso-error.ts'
import { writeXmlFile } from '../../../electron/core/xml/write-xml-file.ts'
import { errorText } from '../../../shared/error-text.ts'
import { insertCredentials } from '../../support/credential-rows.ts'
import {
  aRestoreRequest,
  codeOf,
  countReadable,
  generate,
  loggedEvents,
  openRestoreSystem,
  sql,
  storeMsids,
} from '../../support/restore-system.ts'
import { aGenerateRequest, type TestSystem } from '../../support/test-system.ts'

interface Mistaken extends TestSystem {
  /** The replaced store that holds the third secret and the second. */
  readonly replaced: string
  /** The third secret's name: 20 credentials are under it. */
  readonly third: string
}

/**
 * A system in which the oldest of three backups was restored although 20 credentials are under the third secret; two
 * more were set since. `3.bak` and a replaced store hold the third secret.
 */
async function restoredByMistake(): Promise<Mistaken> {
  const test = await openRestoreSystem()
  await generate(test, '2.bak')
  await generate(test, '3.bak')
  const [third] = await storeMsids(test)
  const { masterSecret, reencryption } = test.system
  const { replacedStore } = await masterSecret.restore(aRestoreRequest(test, '1.bak', { override: true }))
  await reencryption.whenIdle()
  await insertCredentials(test.directory, [21, 22])
  return { ...test, replaced: replacedStore ?? '', third: third ?? '' }
}

async function refusal(work: Promise<unknown>): Promise<SsoError> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof SsoError)) throw new Error(`not refused: ${String(error)}`)
  return error
}

const pathOf = ({ folder }: TestSystem, name: string): string => join(folder, name)

async function* emptyXml(): AsyncGenerator<string> {
  yield '<sso/>'
}

describe('generating while credentials need a secret that the store does not hold', () => {
  it('is refused with counts and with what would open them, and changes nothing', async () => {
    const test = await restoredByMistake()
    const before = [await readFile(test.directory.secretStore), await readFile(pathOf(test, '3.bak'))]
    const request = aGenerateRequest(pathOf(test, '3.bak'), { ifExists: 'replace' })
    const error = await refusal(test.system.masterSecret.generate(request))
    expect(error).toMatchObject({ code: 'GenerateWouldLoseCredentials', details: { rows: 20, total: 22 } })
    const { message, remedy } = errorText(error.toData())
    expect(message).toContain(`20 credentials under ${test.third}`)
    expect(remedy).toContain(`the replaced secret store ${test.replaced} (master secret ${test.third})`)
    expect(remedy).toContain(`the backup ${pathOf(test, '3.bak')} (master secret ${test.third})`)
    const after = [await readFile(test.directory.secretStore), await readFile(pathOf(test, '3.bak'))]
    expect(after).toEqual(before)
    expect((await readdir(test.folder)).sort()).toEqual(['1.bak', '2.bak', '3.bak'])
    expect(await loggedEvents(test, 10526)).toMatchObject([
      { trackingId: error.trackingId, data: { code: 'GenerateWouldLoseCredentials', rows: 20 } },
    ])
  })

  it('is foreseen, in the same words, by rehearsing it', async () => {
    const test = await restoredByMistake()
    const report = await test.system.rehearsal.rehearseGenerate()
    const error = await refusal(test.system.masterSecret.generate(aGenerateRequest(pathOf(test, '4.bak'))))
    const { code, details } = error
    expect(report).toMatchObject({ wouldSucceed: false, error: { code, details } })
    const agreed = await test.system.rehearsal.rehearseGenerate({ mayLose: 20 })
    expect(agreed).toMatchObject({ wouldSucceed: true, unreadable: 20 })
    expect(await test.system.masterSecret.listReplacedStores()).toMatchObject([{ name: test.replaced }])
  })

  it('is refused where fewer may be lost than would be', async () => {
    const test = await restoredByMistake()
    const request = aGenerateRequest(pathOf(test, '4.bak'), { mayLose: 19 })
    expect(await codeOf(test.system.masterSecret.generate(request))).toBe('GenerateWouldLoseCredentials')
  })

  it('goes on where as many may be lost, and keeps the replaced store that they need', async () => {
    const test = await restoredByMistake()
    const { masterSecret, reencryption } = test.system
    await masterSecret.generate(aGenerateRequest(pathOf(test, '4.bak'), { mayLose: 20 }))
    await reencryption.whenIdle()
    expect(await masterSecret.listReplacedStores()).toMatchObject([{ name: test.replaced }])
    const undone = await masterSecret.undoRestore({ name: test.replaced, override: false })
    expect(undone).toMatchObject({ readable: 22, total: 22 })
    await reencryption.whenIdle()
    expect(await countReadable(test)).toBe('22 of 22')
  })

  it('never writes over the backup that they need', async () => {
    const test = await restoredByMistake()
    const { masterSecret } = test.system
    const over = { ifExists: 'replace', mayLose: 20 } as const
    const before = await readFile(pathOf(test, '3.bak'))
    const error = await refusal(masterSecret.generate(aGenerateRequest(pathOf(test, '3.bak'), over)))
    expect(error).toMatchObject({ code: 'BackupStillNeeded', field: 'backupFile' })
    expect(await readFile(pathOf(test, '3.bak'))).toEqual(before)
    expect(await codeOf(masterSecret.generate(aGenerateRequest(pathOf(test, '2.bak'), over)))).toBe('success')
  })

  it('does not write over a backup that cannot be read', async () => {
    const test = await restoredByMistake()
    await writeFile(pathOf(test, '3.bak'), (await readFile(pathOf(test, '3.bak'))).subarray(0, 300))
    const over = aGenerateRequest(pathOf(test, '3.bak'), { ifExists: 'replace', mayLose: 20 })
    expect(await codeOf(test.system.masterSecret.generate(over))).toBe('BackupDamaged')
  })

  it('says so where no copy is known, and what became of backups', async () => {
    const test = await restoredByMistake()
    const { masterSecret } = test.system
    await masterSecret.removeReplacedStore(test.replaced, 20)
    await rename(pathOf(test, '3.bak'), pathOf(test, 'elsewhere.bak'))
    const moved = errorText(
      (await refusal(masterSecret.generate(aGenerateRequest(pathOf(test, '4.bak'))))).toData(),
    )
    expect(moved.remedy).toContain(`3.bak (master secret ${test.third}; it is not at hand there now)`)
    expect(moved.remedy).not.toContain('the replaced secret store')
    sql(test, 'DELETE FROM event')
    const unknown = errorText(
      (await refusal(masterSecret.generate(aGenerateRequest(pathOf(test, '4.bak'))))).toData(),
    )
    expect(unknown.remedy).toContain('No other copy of these secrets is known here')
  })

  it('counts credentials under a secret that the database does not name, and keeps every copy for them', async () => {
    const test = await restoredByMistake()
    const { masterSecret } = test.system
    sql(test, 'PRAGMA foreign_keys = OFF; UPDATE credential SET secret_id = 77 WHERE mapping_id <= 20')
    const error = await refusal(masterSecret.generate(aGenerateRequest(pathOf(test, '4.bak'))))
    expect(errorText(error.toData()).message).toContain(
      '20 credentials under a master secret that the database does not name',
    )
    await masterSecret.generate(aGenerateRequest(pathOf(test, '4.bak'), { mayLose: 20 }))
    expect(await masterSecret.listReplacedStores()).toMatchObject([{ name: test.replaced }])
  })

  it('is not hindered by credentials that open with no secret, however often', async () => {
    const test = await openRestoreSystem()
    sql(test, 'UPDATE credential SET sealed = zeroblob(80) WHERE mapping_id = 7')
    for (const name of ['2.bak', '3.bak', '4.bak', '5.bak']) await generate(test, name)
    expect(await countReadable(test)).toBe('19 of 20')
  })

  it('has the credentials re-encrypted first that were left under the previous secret', async () => {
    const test = await openRestoreSystem()
    await generate(test, '2.bak')
    const [, first] = await storeMsids(test)
    await generate(test, '3.bak')
    const [, second] = await storeMsids(test)
    expect(first).not.toBe(second)
    // As a process would have left it that held a key of its own.
    sql(
      test,
      `INSERT INTO mapping (id, application_id, windows_account, external_user, enabled, created_at)
        SELECT 21, application_id, 'D\\x', 'x', 1, created_at FROM mapping WHERE id = 1`,
    )
    sql(
      test,
      `INSERT INTO credential SELECT 21, (SELECT id FROM secret WHERE msid = '${second}'), zeroblob(80)`,
    )
    expect(await codeOf(generate(test, '4.bak'))).toBe('Busy')
    await test.system.reencryption.whenIdle()
    expect(await codeOf(generate(test, '4.bak'))).toBe('success')
  })
})

describe('a backup', () => {
  it('is not written over one that holds a needed secret which it would not hold', async () => {
    const test = await restoredByMistake()
    const over = (name: string) => aGenerateRequest(pathOf(test, name), { ifExists: 'replace' })
    expect(await codeOf(test.system.masterSecret.backup(over('3.bak')))).toBe('BackupStillNeeded')
    expect(await codeOf(test.system.masterSecret.backup(over('1.bak')))).toBe('success')
  })

  it('and a recovery key and an export never take the place of each other', async () => {
    const test = await openRestoreSystem()
    const { keyProtection, masterSecret } = test.system
    const key = pathOf(test, 'a.key')
    await keyProtection.saveRecoveryKey(key, 'refuse')
    const before = [await readFile(key), await readFile(pathOf(test, '1.bak'))]
    const refused = [
      await codeOf(keyProtection.saveRecoveryKey(pathOf(test, '1.bak'), 'replace')),
      await codeOf(masterSecret.backup(aGenerateRequest(key, { ifExists: 'replace' }))),
      await codeOf(masterSecret.generate(aGenerateRequest(key, { ifExists: 'replace' }))),
      await codeOf(writeXmlFile(key, emptyXml(), 'replace')),
      await codeOf(writeXmlFile(pathOf(test, '1.bak'), emptyXml(), 'replace')),
      await codeOf(writeXmlFile(test.directory.secretStore, emptyXml(), 'replace')),
      await codeOf(writeXmlFile(test.directory.database, emptyXml(), 'replace')),
    ]
    expect(refused).toEqual(refused.map(() => 'TargetStillNeeded'))
    expect([await readFile(key), await readFile(pathOf(test, '1.bak'))]).toEqual(before)
    expect(await codeOf(keyProtection.saveRecoveryKey(key, 'replace'))).toBe('success')
  })
})

describe('a file of the data directory that does not say what it is', () => {
  it.each(['secret-store.key', 'secret-store.lock.db', 'sso.db-wal', 'events/secret-operations.jsonl'])(
    'is not replaced by an export: %s',
    async (name) => {
      const test = await openRestoreSystem()
      const path = join(test.directory.path, name)
      const before = await readFile(path)
      expect(await codeOf(writeXmlFile(path, emptyXml(), 'replace'))).toBe('TargetStillNeeded')
      expect(await readFile(path)).toEqual(before)
      expect(await countReadable(test)).toBe('20 of 20')
    },
  )

  it('is not replaced by a backup where it is the key of another data directory', async () => {
    const test = await openRestoreSystem()
    const key = pathOf(test, 'secret-store.key')
    await writeFile(key, Buffer.alloc(32, 7))
    const request = aGenerateRequest(key, { ifExists: 'replace' })
    expect(await codeOf(test.system.masterSecret.backup(request))).toBe('TargetStillNeeded')
    expect(await readFile(key)).toEqual(Buffer.alloc(32, 7))
  })
})

describe('a replaced secret store', () => {
  it('is not removed while it may be the last that holds a needed secret, unless that may be lost', async () => {
    const test = await restoredByMistake()
    const { masterSecret } = test.system
    const error = await refusal(masterSecret.removeReplacedStore(test.replaced))
    expect(error).toMatchObject({ code: 'ReplacedStoreNeeded', details: { rows: 20, name: test.replaced } })
    expect(errorText(error.toData()).remedy).toContain('3.bak')
    expect(await codeOf(masterSecret.removeReplacedStore(test.replaced, 19))).toBe('ReplacedStoreNeeded')
    expect(await codeOf(masterSecret.removeReplacedStore(test.replaced, 20))).toBe('success')
  })

  it('is removed where the secret store holds what it holds', async () => {
    const test = await restoredByMistake()
    const { masterSecret, reencryption } = test.system
    await masterSecret.restore(aRestoreRequest(test, '3.bak', { override: true }))
    await reencryption.whenIdle()
    expect(await codeOf(masterSecret.removeReplacedStore(test.replaced))).toBe('success')
  })

  it('is not removed where the store in use holds its secrets, too, but has lost its key', async () => {
    const test = await openRestoreSystem()
    await generate(test, '2.bak')
    const { replacedStore } = await test.system.masterSecret.restore(
      aRestoreRequest(test, '1.bak', { override: true }),
    )
    await test.system.reencryption.whenIdle()
    await insertCredentials(test.directory, [21])
    await unlink(test.directory.keyFile)
    expect(await codeOf(test.system.masterSecret.removeReplacedStore(replacedStore ?? ''))).toBe(
      'ReplacedStoreNeeded',
    )
  })
})

describe('undoing a restore that loses credentials all the same', () => {
  it('keeps the store that they need', async () => {
    const test = await openRestoreSystem()
    const { masterSecret, reencryption } = test.system
    await generate(test, '2.bak')
    await generate(test, '3.bak')
    const [, first] = await storeMsids(test)
    const { replacedStore } = await masterSecret.restore(aRestoreRequest(test, '1.bak', { override: true }))
    await reencryption.whenIdle()
    await insertCredentials(test.directory, [21])
    sql(test, 'CREATE TABLE kept AS SELECT * FROM credential WHERE mapping_id = 21')
    await masterSecret.restore(aRestoreRequest(test, '2.bak', { override: true }))
    await reencryption.whenIdle()
    // Left under the oldest secret, as by a process that wrote with a key of its own.
    sql(test, 'INSERT OR REPLACE INTO credential SELECT * FROM kept')
    const live = await storeMsids(test)
    const undone = await masterSecret.undoRestore({ name: replacedStore ?? '', override: true })
    await reencryption.whenIdle()
    expect(undone).toMatchObject({ readable: 20, total: 21, previousMsid: first })
    const kept = await masterSecret.listReplacedStores()
    expect(kept).toContainEqual(
      expect.objectContaining({ name: undone.replacedStore, currentMsid: live[0], previousMsid: live[1] }),
    )
  })

  it('is refused where more would be lost than was agreed to', async () => {
    const test = await restoredByMistake()
    const { masterSecret } = test.system
    const restore = (mayLose: number) =>
      masterSecret.restore(aRestoreRequest(test, '2.bak', { override: true, mayLose }))
    expect(await codeOf(restore(19))).toBe('RestoreWouldLoseCredentials')
    expect(await codeOf(restore(20))).toBe('success')
  })
})
