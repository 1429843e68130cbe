import { describe, expect, it } from 'vitest'
import { type CredentialSystem, openCredentialSystem, people, utf8 } from '../../support/credential-system.ts'
import { DatabaseSync } from '../../support/sqlite.ts'
import { writeSteadily } from '../../support/steady-writer.ts'

const COUNT = Number(process.env.DELETED_MAPPINGS ?? 12_000)
/** Several times what it takes on a computer that does much else. */
/** How long a writer of the product's waits before it gives up; how long it really takes, docs/benchmarks.md says. */
const LONGEST_WAIT_MS = 5_000

const externals = Array.from({ length: COUNT }, (_, n) => `U${n}`)
const bytes = utf8(
  `<sso>${externals
    .map(
      (external, n) =>
        `<mapping><windowsDomain>CORP</windowsDomain><windowsUserId>user${n}</windowsUserId><externalApplication>Payroll</externalApplication><externalUserId>${external}</externalUserId></mapping>`,
    )
    .join('\n')}</sso>`,
)

/** Payroll with {@link COUNT} mappings that are disabled, each with something in the place of its credentials. */
async function withMany(): Promise<CredentialSystem> {
  const opened = await openCredentialSystem()
  const rows = externals.map((externalUser, n) => ({ windowsAccount: `CORP\\user${n}`, externalUser }))
  await opened.system.mappings.create('Payroll', rows)
  inDatabase(
    opened,
    'INSERT INTO credential (mapping_id, secret_id, sealed) SELECT id, 1, randomblob(150) FROM mapping',
  )
  return opened
}

function inDatabase({ directory }: CredentialSystem, statement: string): void {
  const database = new DatabaseSync(directory.database, { timeout: 5_000 })
  database.exec(statement)
  database.close()
}

/** Rows of these, in the order asked for. */
function count({ directory }: CredentialSystem, ...from: readonly string[]): readonly number[] {
  const database = new DatabaseSync(directory.database)
  const counts = from.map((one) => {
    const { n } = database.prepare(`SELECT count(*) n FROM ${one}`).get() as { n: number }
    return n
  })
  database.close()
  return counts
}

function lastRefusal({ directory }: CredentialSystem): unknown {
  const database = new DatabaseSync(directory.database)
  const row = database
    .prepare('SELECT data FROM event WHERE event_id = 10536 ORDER BY id DESC LIMIT 1')
    .get() as { data: string }
  database.close()
  return JSON.parse(row.data)
}

describe('a long deletion', () => {
  it('of the mappings of a file keeps nobody who writes waiting for long', async () => {
    const opened = await withMany()
    const writer = await writeSteadily(opened.directory.database)
    const began = performance.now()
    const { counts } = await opened.system.xml.deleteMappings(bytes)
    const took = Math.round(performance.now() - began)
    const { longest, writes } = await writer.report()
    console.info(
      `${COUNT} mappings deleted in ${took} ms; of ${writes} writes the longest took ${longest} ms`,
    )
    expect(counts).toEqual({ deleted: COUNT, absent: 0, refused: 0 })
    expect(count(opened, 'mapping', 'credential', 'deleted_mapping')).toEqual([0, 0, 1000])
    expect(longest).toBeLessThan(LONGEST_WAIT_MS)
    expect(writes).toBeGreaterThan(10)
  }, 120_000)

  it('of an application keeps nobody who writes waiting for long', async () => {
    const opened = await withMany()
    await opened.system.applications.disable('Payroll')
    const writer = await writeSteadily(opened.directory.database)
    const began = performance.now()
    await opened.system.applications.delete('Payroll')
    const took = Math.round(performance.now() - began)
    const { longest, writes } = await writer.report()
    console.info(`an application with ${COUNT} mappings deleted in ${took} ms; longest wait ${longest} ms`)
    expect(
      count(opened, 'application', 'mapping', 'credential', 'deleted_mapping', 'deleted_application'),
    ).toEqual([0, 0, 0, 1000, 1])
    expect(longest).toBeLessThan(LONGEST_WAIT_MS)
    expect(writes).toBeGreaterThan(10)
  }, 120_000)
})

describe('a deletion of mappings that is stopped', () => {
  it('says how many were deleted, and goes on with the rest', async () => {
    const opened = await withMany()
    inDatabase(opened, 'UPDATE global_info SET audit_deleted_mappings = 100000')
    const controller = new AbortController()
    const onDeleted = (deleted: number): void => {
      if (deleted >= COUNT / 3) controller.abort()
    }
    const stopped = await opened.system.xml
      .deleteMappings(bytes, { signal: controller.signal, onDeleted })
      .catch((error: unknown) => error)
    const [left = 0, noted = 0] = count(opened, 'mapping', 'deleted_mapping')
    expect(left).toBeGreaterThan(0)
    expect(noted).toBe(COUNT - left)
    expect(stopped).toMatchObject({
      code: 'DeletionStopped',
      details: { code: 'Cancelled', deleted: noted, total: COUNT, application: '' },
    })
    expect(lastRefusal(opened)).toMatchObject({
      operation: 'DeleteMappings',
      error: 'DeletionStopped',
      cause: 'Cancelled',
      deleted: noted,
    })
    expect((await opened.system.xml.planDeletion(bytes)).counts).toEqual({
      deleted: left,
      absent: noted,
      refused: 0,
    })
    expect((await opened.system.xml.deleteMappings(bytes)).counts).toEqual({
      deleted: left,
      absent: noted,
      refused: 0,
    })
    expect(count(opened, 'mapping', 'credential', 'deleted_mapping')).toEqual([0, 0, COUNT])
  }, 60_000)

  it('has deleted nothing if it is stopped before, and says so', async () => {
    const opened = await withMany()
    await expect(
      opened.system.xml.deleteMappings(bytes, { signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ code: 'Cancelled' })
    expect(count(opened, 'mapping')).toEqual([COUNT])
  }, 60_000)

  it('stops at a mapping that is enabled meanwhile, whose slice is left whole', async () => {
    const opened = await withMany()
    const last = `external_user = 'U${COUNT - 2}'`
    const stopped = await opened.system.xml
      .deleteMappings(bytes, {
        onDeleted: () => inDatabase(opened, `UPDATE mapping SET enabled = 1 WHERE ${last}`),
      })
      .catch((error: unknown) => error)
    const [left = 0] = count(opened, 'mapping')
    expect(left).toBeGreaterThan(1)
    expect(stopped).toMatchObject({
      code: 'DeletionStopped',
      details: { code: 'MappingMustBeDisabled', deleted: COUNT - left, total: COUNT },
    })
    expect(String(stopped)).toMatch(/user\d+ in Payroll is enabled .* of the file were deleted/)
  }, 60_000)

  it('stops at somebody who writes for too long, and says how many were deleted before', async () => {
    const opened = await withMany()
    const other = new DatabaseSync(opened.directory.database, { timeout: 5_000 })
    const onDeleted = (): void => {
      if (!other.isTransaction) other.exec('BEGIN IMMEDIATE')
    }
    const stopped = await opened.system.xml
      .deleteMappings(bytes, { onDeleted })
      .catch((error: unknown) => error)
    other.exec('ROLLBACK')
    other.close()
    const [left = 0] = count(opened, 'mapping')
    expect(left).toBeGreaterThan(0)
    expect(stopped).toMatchObject({
      code: 'DeletionStopped',
      details: { code: 'DatabaseBusy', deleted: COUNT - left, total: COUNT },
    })
    expect((await opened.system.xml.deleteMappings(bytes)).counts.deleted).toBe(left)
  }, 60_000)

  it('stops where the caller loses the right to it', async () => {
    const opened = await withMany()
    const asHelper = await opened.as(people.applicationAdministrator)
    const stopped = await asHelper.xml
      .deleteMappings(bytes, { onDeleted: () => inDatabase(opened, 'DELETE FROM application_account') })
      .catch((error: unknown) => error)
    const [left = 0] = count(opened, 'mapping')
    expect(stopped).toMatchObject({
      code: 'DeletionStopped',
      details: { code: 'AccessDeniedNotApplicationUser', deleted: COUNT - left },
    })
  }, 60_000)
})

describe('a deletion of an application that is stopped', () => {
  it('leaves it, disabled, with the mappings that are left, and is gone on with', async () => {
    const opened = await withMany()
    await opened.system.applications.disable('Payroll')
    const controller = new AbortController()
    const stopped = await opened.system.applications
      .delete('Payroll', { signal: controller.signal, onDeleted: () => controller.abort() })
      .catch((error: unknown) => error)
    const { enabled, mappings } = await opened.system.applications.describe('Payroll')
    expect({ enabled, someLeft: mappings > 0 }).toEqual({ enabled: false, someLeft: true })
    expect(stopped).toMatchObject({
      code: 'DeletionStopped',
      details: { application: 'Payroll', code: 'Cancelled', deleted: COUNT - mappings, total: COUNT },
    })
    await opened.system.applications.delete('Payroll')
    expect(count(opened, 'application', 'mapping', 'credential')).toEqual([0, 0, 0])
  }, 60_000)

  it('stops where somebody enables it meanwhile', async () => {
    const opened = await withMany()
    await opened.system.applications.disable('Payroll')
    const stopped = await opened.system.applications
      .delete('Payroll', { onDeleted: () => inDatabase(opened, 'UPDATE application SET enabled = 1') })
      .catch((error: unknown) => error)
    const { enabled, mappings } = await opened.system.applications.describe('Payroll')
    expect(enabled).toBe(true)
    expect(stopped).toMatchObject({
      code: 'DeletionStopped',
      details: { code: 'ApplicationMustBeDisabled', deleted: COUNT - mappings },
    })
  }, 60_000)

  it('takes with it the mappings that are made meanwhile', async () => {
    const opened = await withMany()
    await opened.system.applications.disable('Payroll')
    let made = false
    const onDeleted = (): void => {
      if (made) return
      made = true
      inDatabase(
        opened,
        "INSERT INTO mapping (application_id, windows_account, external_user, enabled, created_at) SELECT id, 'CORP\\late', 'LATE', 0, '2026-01-01T00:00:00.000Z' FROM application",
      )
    }
    await opened.system.applications.delete('Payroll', { onDeleted })
    expect(made).toBe(true)
    expect(count(opened, 'application', 'mapping', 'credential')).toEqual([0, 0, 0])
  }, 60_000)
})
