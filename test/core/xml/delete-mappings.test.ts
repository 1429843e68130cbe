import { describe, expect, it } from 'vitest'
import {
  type CredentialSystem,
  colleague,
  openCredentialSystem,
  people,
  setPassword,
  utf8,
} from '../../support/credential-system.ts'
import { writeFromOutside } from '../../support/database-writer.ts'
import { openDatabaseFile } from '../../support/open-database-file.ts'

function mapping(user: string, external: string, application = 'Payroll'): string {
  return `<mapping><windowsDomain>corp</windowsDomain><windowsUserId>${user}</windowsUserId><externalApplication>${application}</externalApplication><externalUserId>${external}</externalUserId></mapping>`
}

const file = (...elements: readonly string[]): Uint8Array => utf8(`<sso>\n${elements.join('\n')}\n</sso>`)

/** ann and bob, disabled, and ursula, enabled and with credentials, in Payroll. */
async function withMappings(): Promise<CredentialSystem> {
  const opened = await openCredentialSystem()
  await opened.system.mappings.create('Payroll', [
    { windowsAccount: 'CORP\\ann', externalUser: 'ANN' },
    { windowsAccount: 'CORP\\bob', externalUser: 'BOB' },
  ])
  await setPassword(opened.system, 'hunter2')
  return opened
}

const left = async ({ system }: CredentialSystem): Promise<readonly string[]> =>
  (await system.mappings.list({ application: 'Payroll' })).map(({ windowsAccount }) => windowsAccount)

describe('deleting the mappings of a file', () => {
  it('deletes those that it names, whatever the case, and notes them among the deleted', async () => {
    const opened = await withMappings()
    const bytes = file(mapping('ANN', 'ANN', 'PAYROLL'), mapping('bob', 'BOB'))
    const plan = await opened.system.xml.planDeletion(bytes)
    expect(plan).toEqual({
      items: [
        {
          kind: 'mapping',
          name: 'corp\\ANN (ANN) in PAYROLL',
          at: { line: 2, column: 1 },
          outcome: 'deleted',
          error: null,
        },
        {
          kind: 'mapping',
          name: 'corp\\bob (BOB) in Payroll',
          at: { line: 3, column: 1 },
          outcome: 'deleted',
          error: null,
        },
      ],
      counts: { deleted: 2, absent: 0, refused: 0 },
    })
    expect(await left(opened)).toHaveLength(3)
    expect(await opened.system.xml.deleteMappings(bytes)).toEqual(plan)
    expect(await left(opened)).toEqual(['CORP\\ursula'])
    const database = await openDatabaseFile(opened.directory.database)
    const deleted = await database.tables.selectFrom('deleted_mapping').select('external_user').execute()
    await database.close()
    expect(deleted.map(({ external_user }) => external_user)).toEqual(['ANN', 'BOB'])
  })

  it('deletes nothing when one is refused, and names each that is', async () => {
    const opened = await withMappings()
    const bytes = file(
      mapping('ann', 'ANN'),
      mapping('ursula', 'ursula-ext'),
      mapping('bob', 'ANOTHER'),
      mapping('cy', 'CY', 'Nowhere'),
    )
    const { counts, items } = await opened.system.xml.planDeletion(bytes)
    expect(items.map(({ error }) => error?.code)).toEqual([
      undefined,
      'MappingMustBeDisabled',
      'MappingMissing',
      'ApplicationMissing',
    ])
    expect(counts).toEqual({ deleted: 1, absent: 0, refused: 3 })
    await expect(opened.system.xml.deleteMappings(bytes)).rejects.toMatchObject({
      code: 'XmlRefused',
      details: { code: 'MappingMustBeDisabled', count: 3, line: 3 },
    })
    expect(await left(opened)).toHaveLength(3)
  })

  it('passes over those that are not there if others are, and refuses a file none of whose mappings is', async () => {
    const opened = await withMappings()
    const bytes = file(mapping('ann', 'ANN'), mapping('zoe', 'ZOE'), mapping('bob', 'BOB'))
    const { counts, items } = await opened.system.xml.deleteMappings(bytes)
    expect(counts).toEqual({ deleted: 2, absent: 1, refused: 0 })
    expect(items.map(({ outcome }) => outcome)).toEqual(['deleted', 'absent', 'deleted'])
    expect(await left(opened)).toEqual(['CORP\\ursula'])
    await expect(opened.system.xml.deleteMappings(bytes)).rejects.toMatchObject({
      code: 'XmlRefused',
      details: { code: 'MappingMissing', count: 3 },
    })
  })

  it('deletes those that are enabled if it is told to, and a plan changes nothing', async () => {
    const opened = await withMappings()
    const bytes = file(mapping('ursula', 'ursula-ext'))
    expect(await opened.system.xml.planDeletion(bytes, { disable: true })).toMatchObject({
      counts: { deleted: 1 },
    })
    expect(await opened.system.mappings.list({ windowsAccount: 'CORP\\ursula' })).toMatchObject([
      { enabled: true },
    ])
    await opened.system.xml.deleteMappings(bytes, { disable: true })
    expect(await left(opened)).toEqual(['CORP\\ann', 'CORP\\bob'])
  })

  it('refuses a mapping that is named twice, and what are no mappings', async () => {
    const { system } = await withMappings()
    await expect(
      system.xml.deleteMappings(file(mapping('ann', 'ANN'), mapping('Ann', 'ANN'))),
    ).rejects.toMatchObject({
      code: 'XmlInvalid',
      details: { line: 3, reason: 'it is there twice' },
    })
    const mixed = file(mapping('ann', 'ANN'), '<globalInfo><ticketTimeout>5</ticketTimeout></globalInfo>')
    await expect(system.xml.deleteMappings(mixed)).rejects.toMatchObject({
      code: 'XmlInvalid',
      details: { line: 3, element: 'globalInfo' },
    })
    await expect(system.xml.planDeletion(file())).rejects.toMatchObject({ code: 'XmlInvalid' })
  })

  it('lets an Application User delete its own only', async () => {
    const opened = await withMappings()
    const bytes = file(mapping('ursula', 'ursula-ext'))
    const asColleague = await opened.as(colleague)
    await expect(asColleague.xml.deleteMappings(bytes, { disable: true })).rejects.toMatchObject({
      details: { code: 'AccessDeniedMappingOfAnother' },
    })
    const asUrsula = await opened.as(people.applicationUser)
    await asUrsula.xml.deleteMappings(bytes, { disable: true })
    expect(await left(opened)).toEqual(['CORP\\ann', 'CORP\\bob'])
  })

  it('names those refused among thousands, in seconds', async () => {
    const opened = await withMappings()
    const many = Array.from({ length: 2500 }, (_, n) => `u${n}`)
    await opened.system.mappings.create(
      'Payroll',
      many.map((name) => ({ windowsAccount: `CORP\\${name}`, externalUser: name })),
    )
    const bytes = file(...many.map((name) => mapping(name, name)), mapping('ursula', 'ursula-ext'))
    const { counts, items } = await opened.system.xml.planDeletion(bytes)
    expect(counts).toEqual({ deleted: 2500, absent: 0, refused: 1 })
    expect(items.at(-1)?.error?.code).toBe('MappingMustBeDisabled')
  })

  it('finds out what is refused without keeping those who write waiting, or waiting for them', async () => {
    const opened = await withMappings()
    await writeFromOutside(opened.directory.database)
    const bytes = file(mapping('ann', 'ANN'), mapping('nobody', 'X'), mapping('ursula', 'URSULA'))
    // Who waits gives up after 5 seconds.
    const start = performance.now()
    const { counts } = await opened.system.xml.planDeletion(bytes)
    expect(counts).toEqual({ deleted: 1, absent: 1, refused: 1 })
    expect(performance.now() - start).toBeLessThan(4_500)
    await expect(opened.system.xml.deleteMappings(bytes)).rejects.toMatchObject({ code: 'XmlRefused' })
  })
})
