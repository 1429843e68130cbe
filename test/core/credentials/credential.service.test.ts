import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { anApplication, passwordField, userIdField } from '../../support/application-services.ts'
import {
  colleague,
  getPassword,
  openCredentialSystem,
  people,
  setPassword,
  ursula,
  utf8,
} from '../../support/credential-system.ts'
import { DatabaseSync } from '../../support/sqlite.ts'
import { aGenerateRequest, openTestSystem } from '../../support/test-system.ts'

const PASSWORD = 'sesame'

/** Runs SQL as another process does. */
function tamper(path: string, sql: string): void {
  const database = new DatabaseSync(path)
  database.exec(sql)
  database.close()
}

function rowsOf(path: string, sql: string): readonly Record<string, unknown>[] {
  const database = new DatabaseSync(path)
  try {
    return database
      .prepare(sql)
      .all()
      .map((row) => ({ ...row }))
  } finally {
    database.close()
  }
}

describe('setting credentials', () => {
  it('creates and enables the mapping, and lets its user look them up', async () => {
    const { as, system } = await openCredentialSystem()
    await setPassword(system, PASSWORD)
    const users = await as(people.applicationUser)
    expect(await users.credentials.get({ application: 'Payroll' })).toEqual({
      externalUser: 'ursula-ext',
      values: [utf8(PASSWORD)],
    })
    expect(await system.mappings.list({ application: 'Payroll' })).toMatchObject([{ enabled: true }])
  })

  it('stores nothing readable', async () => {
    const { directory, system } = await openCredentialSystem()
    await setPassword(system, PASSWORD)
    const [row] = rowsOf(directory.database, 'SELECT sealed FROM credential')
    expect(Buffer.from(row?.sealed as Uint8Array).includes(PASSWORD)).toBe(false)
    expect(JSON.stringify(rowsOf(directory.database, 'SELECT * FROM event'))).not.toContain(PASSWORD)
  })

  it('replaces what was set, changes the external user, and enables a disabled mapping', async () => {
    const { system } = await openCredentialSystem()
    await setPassword(system, 'old')
    await system.mappings.disable('Payroll', [{ account: ursula }])
    await system.credentials.set({
      application: 'Payroll',
      account: ursula,
      externalUser: 'other-ext',
      values: [utf8('new')],
    })
    expect(await getPassword(system, { account: ursula })).toBe('new')
    expect(await system.mappings.list({ application: 'Payroll' })).toMatchObject([
      { enabled: true, externalUser: 'other-ext' },
    ])
  })

  it("is an Application User's right for its own only", async () => {
    const { as, system } = await openCredentialSystem()
    const users = await as(people.applicationUser)
    await users.credentials.set({ application: 'Payroll', externalUser: 'u', values: [utf8('mine')] })
    expect(await getPassword(users)).toBe('mine')
    await expect(setPassword(users, 'x', colleague.name)).rejects.toMatchObject({
      code: 'AccessDeniedMappingOfAnother',
    })
    const strangers = await as(people.erin)
    await expect(setPassword(strangers, 'x')).rejects.toMatchObject({
      code: 'AccessDeniedNotApplicationUser',
    })
    expect(await getPassword(system, { account: ursula })).toBe('mine')
  })

  it('is refused without a mapping when no external user is given', async () => {
    const { system } = await openCredentialSystem()
    const setting = system.credentials.set({ application: 'Payroll', account: ursula, values: [utf8('x')] })
    await expect(setting).rejects.toMatchObject({ code: 'MappingMissing' })
  })

  it('is refused when the external user is mapped to somebody else', async () => {
    const { system } = await openCredentialSystem()
    await setPassword(system, 'x')
    await setPassword(system, 'x', colleague.name)
    const taking = system.credentials.set({
      application: 'Payroll',
      account: colleague.name,
      externalUser: 'ursula-ext',
      values: [utf8('y')],
    })
    await expect(taking).rejects.toMatchObject({ code: 'MappingExistsForExternalUser' })
    expect(await getPassword(system, { account: colleague.name })).toBe('x')
  })

  it.each([
    [[], 'CredentialsIncomplete', { needed: 1, given: 0 }],
    [[utf8('a'), utf8('b')], 'CredentialsIncomplete', { needed: 1, given: 2 }],
    [[new Uint8Array(8193)], 'CredentialValueTooLong', { bytes: 8193, limit: 8192, field: 'Password' }],
  ])('refuses values that do not fit the fields, %#', async (values, code, details) => {
    const { system } = await openCredentialSystem()
    const setting = system.credentials.set({
      application: 'Payroll',
      account: ursula,
      externalUser: 'u',
      values,
    })
    await expect(setting).rejects.toMatchObject({ code, details })
    expect(await system.mappings.list({ application: 'Payroll' })).toEqual([])
  })

  it('takes the longest values there may be, and empty ones', async () => {
    const { createApplication, system } = await openCredentialSystem()
    const fields = [userIdField, passwordField, { label: 'PIN', masked: true, synchronized: false }]
    await createApplication({ name: 'Two', fields })
    const values = [new Uint8Array(8192).fill(7), new Uint8Array(0)]
    await system.credentials.set({ application: 'Two', account: ursula, externalUser: 'u', values })
    const found = await system.credentials.get({ application: 'Two', account: ursula })
    expect(found.values).toEqual(values)
  })

  it('uses the secret generated meanwhile by another process', async () => {
    const { as, folder, directory, system } = await openCredentialSystem()
    await setPassword(system, 'first')
    const other = await as({ name: 'root', groups: ['sudo'], isLocalAdministrator: true })
    const { msid } = await other.masterSecret.generate(aGenerateRequest(join(folder, 'second.bak')))
    await setPassword(system, 'second')
    const sql = 'SELECT msid FROM credential JOIN secret ON secret.id = secret_id'
    expect(rowsOf(directory.database, sql)).toEqual([{ msid }])
    expect(await getPassword(system, { account: ursula })).toBe('second')
  })

  it('is refused before there is a master secret', async () => {
    const { system } = await openTestSystem()
    await system.applications.create(anApplication())
    await expect(setPassword(system, 'x')).rejects.toMatchObject({ code: 'SecretUnavailable' })
    expect(await system.mappings.list({ application: 'Payroll' })).toEqual([])
  })
})

describe('looking up credentials', () => {
  it.each([
    ['the system is disabled', 'UPDATE global_info SET enabled = 0', 'SystemDisabled'],
    ['the application is disabled', 'UPDATE application SET enabled = 0', 'ApplicationDisabled'],
    ['the application is gone', 'DELETE FROM application', 'ApplicationMissing'],
    ['the mapping is disabled', 'UPDATE mapping SET enabled = 0', 'MappingDisabled'],
    ['the mapping is gone', 'PRAGMA foreign_keys = ON; DELETE FROM mapping', 'MappingMissing'],
    ['none are set', 'DELETE FROM credential', 'CredentialsNotSet'],
    [
      'the row was moved',
      'UPDATE mapping SET id = 77; UPDATE credential SET mapping_id = 77',
      'CredentialsDamaged',
    ],
    ['the row was cut', 'UPDATE credential SET sealed = substr(sealed, 1, 30)', 'CredentialsDamaged'],
    ['the secret is unknown', "UPDATE secret SET msid = 'gone'", 'SecretUnavailable'],
  ])('is refused when %s, even to open look-ups that have cached them', async (_when, sql, code) => {
    const { directory, system } = await openCredentialSystem()
    await setPassword(system, PASSWORD)
    const lookUps = await system.credentials.openLookUps('Payroll')
    expect((await lookUps.lookUp(ursula)).values).toEqual([utf8(PASSWORD)])
    tamper(directory.database, `PRAGMA foreign_keys = OFF; ${sql}`)
    await new Promise((resolve) => setTimeout(resolve, 25))
    await expect(lookUps.lookUp(ursula)).rejects.toMatchObject({ code })
    await expect(system.credentials.get({ application: 'Payroll', account: ursula })).rejects.toMatchObject({
      code,
    })
  })

  it('says of a damaged row whose it is, and nothing else', async () => {
    const { directory, system } = await openCredentialSystem()
    await setPassword(system, PASSWORD)
    tamper(directory.database, 'UPDATE credential SET sealed = zeroblob(60)')
    await expect(system.credentials.get({ application: 'Payroll', account: ursula })).rejects.toMatchObject({
      details: { application: 'Payroll', windowsAccount: 'CORP\\ursula' },
    })
  })

  it("is nobody's right but the owner's and the administrators'", async () => {
    const { as, system } = await openCredentialSystem()
    await setPassword(system, PASSWORD)
    const others = await as(colleague)
    await expect(getPassword(others, { account: ursula })).rejects.toMatchObject({
      code: 'AccessDeniedLookUp',
    })
    await expect(getPassword(await as(people.erin), { account: ursula })).rejects.toMatchObject({
      code: 'AccessDeniedNotApplicationUser',
    })
    expect(await getPassword(await as(people.applicationAdministrator), { account: ursula })).toBe(PASSWORD)
  })

  it('records what was refused, by the number that the error names', async () => {
    const { as, directory } = await openCredentialSystem()
    const error = await getPassword(await as(people.erin)).catch((caught) => caught)
    const events = rowsOf(
      directory.database,
      'SELECT event_id, tracking_id FROM event ORDER BY id DESC LIMIT 1',
    )
    expect(events).toEqual([{ event_id: 10536, tracking_id: error.trackingId }])
  })

  it('goes, in a group application, by the first Application User that the caller belongs to', async () => {
    const { as, createApplication, system } = await openCredentialSystem()
    const users = ['CORP\\Night Shift', 'CORP\\HR Users', 'CORP\\Staff'].map(
      (name) => ({ kind: 'group', name }) as const,
    )
    await createApplication({ name: 'Shared', type: 'group', users })
    for (const { name } of users) {
      const values = [utf8(`of ${name}`)]
      await system.credentials.set({ application: 'Shared', account: name, externalUser: name, values })
    }
    const member = await as({ ...people.applicationUser, groups: ['CORP\\Staff', 'CORP\\HR Users'] })
    expect(await getPassword(member, { application: 'Shared' })).toBe('of CORP\\HR Users')
    await expect(
      getPassword(member, { application: 'Shared', account: 'CORP\\Staff' }),
    ).rejects.toMatchObject({ code: 'AccessDeniedLookUp' })
  })

  it('finds a secret that another process generated since, and the previous one', async () => {
    const { as, folder, system } = await openCredentialSystem()
    await setPassword(system, 'first')
    expect(await getPassword(system, { account: ursula })).toBe('first')
    const lookUps = await system.credentials.openLookUps('Payroll')
    const other = await as({ name: 'root', groups: ['sudo'], isLocalAdministrator: true })
    await other.masterSecret.generate(aGenerateRequest(join(folder, 'second.bak')))
    await setPassword(other, 'second')
    await new Promise((resolve) => setTimeout(resolve, 25))
    await expect(lookUps.lookUp(ursula)).rejects.toMatchObject({ code: 'SecretUnavailable' })
    await lookUps.refresh()
    expect((await lookUps.lookUp(ursula)).values).toEqual([utf8('second')])
    expect(await getPassword(system, { account: ursula })).toBe('second')
  })

  it('heeds at once what this process changes', async () => {
    const { system } = await openCredentialSystem()
    await setPassword(system, 'old')
    const lookUps = await system.credentials.openLookUps('Payroll')
    expect((await lookUps.lookUp(ursula)).values).toEqual([utf8('old')])
    await setPassword(system, 'new')
    expect((await lookUps.lookUp(ursula)).values).toEqual([utf8('new')])
    await system.applications.disable('Payroll')
    await expect(lookUps.lookUp(ursula)).rejects.toMatchObject({ code: 'ApplicationDisabled' })
  })

  it('is answered without a promise when it was answered before, as long as nothing has changed', async () => {
    const { system } = await openCredentialSystem()
    await setPassword(system, 'old')
    const lookUps = await system.credentials.openLookUps('Payroll')
    expect(lookUps.cached(ursula)).toBeNull()
    await lookUps.lookUp(ursula)
    expect(lookUps.cached(ursula)?.values).toEqual([utf8('old')])
    await setPassword(system, 'new')
    expect(lookUps.cached(ursula)).toBeNull()
    await lookUps.lookUp(ursula)
    expect(lookUps.cached(ursula)?.values).toEqual([utf8('new')])
    await system.applications.disable('Payroll')
    expect(lookUps.cached(ursula)).toBeNull()
  })

  it('is not kept when something has changed while it was read', async () => {
    const { system } = await openCredentialSystem()
    await setPassword(system, 'old')
    const lookUps = await system.credentials.openLookUps('Payroll')
    const reading = lookUps.lookUp(ursula)
    await setPassword(system, 'new')
    await reading
    expect((await lookUps.lookUp(ursula)).values).toEqual([utf8('new')])
  })

  it('is not answered without a promise to whoever may not look it up', async () => {
    const { as, system } = await openCredentialSystem()
    await setPassword(system, PASSWORD, colleague.name)
    const lookUps = await (await as(people.applicationUser)).credentials.openLookUps('Payroll')
    expect(lookUps.cached(colleague.name)).toBeNull()
    await expect(lookUps.lookUp(colleague.name)).rejects.toMatchObject({ code: 'AccessDeniedLookUp' })
  })

  it('hands out copies: wiping one leaves the next whole', async () => {
    const { system } = await openCredentialSystem()
    await setPassword(system, PASSWORD)
    const lookUps = await system.credentials.openLookUps('Payroll')
    for (let round = 0; round < 3; round += 1) {
      const { values } = await lookUps.lookUp(ursula)
      expect(values).toEqual([utf8(PASSWORD)])
      values[0]?.fill(0)
    }
  })

  it('is noted when it is of credentials of somebody else, the last so many', async () => {
    const { as, directory, system } = await openCredentialSystem()
    await setPassword(system, PASSWORD)
    await setPassword(system, PASSWORD, colleague.name)
    tamper(directory.database, 'UPDATE global_info SET audit_credential_lookups = 2')
    const noted =
      'SELECT account, application, windows_account, external_user FROM credential_lookup ORDER BY id'
    await getPassword(await as(people.applicationUser))
    expect(rowsOf(directory.database, noted)).toEqual([])
    await getPassword(system, { account: ursula })
    const bulk = await system.credentials.openLookUps('Payroll')
    for (let count = 0; count < 5; count += 1) await bulk.lookUp(ursula)
    await bulk.lookUp(colleague.name)
    await system.credentials.whenIdle()
    const who = { account: 'root', application: 'Payroll' }
    expect(rowsOf(directory.database, noted)).toEqual([
      { ...who, windows_account: ursula, external_user: 'ursula-ext' },
      { ...who, windows_account: colleague.name, external_user: 'otto-ext' },
    ])
  })
})

describe('deleting credentials', () => {
  it('leaves the mapping without them', async () => {
    const { system } = await openCredentialSystem()
    await setPassword(system, PASSWORD)
    const lookUps = await system.credentials.openLookUps('Payroll')
    await lookUps.lookUp(ursula)
    await system.credentials.delete({ application: 'Payroll', account: ursula })
    await expect(lookUps.lookUp(ursula)).rejects.toMatchObject({ code: 'CredentialsNotSet' })
    expect(await system.mappings.list({ application: 'Payroll' })).toHaveLength(1)
    await expect(
      system.credentials.delete({ application: 'Payroll', account: ursula }),
    ).rejects.toMatchObject({ code: 'CredentialsNotSet' })
  })

  it('is refused to others than the owner', async () => {
    const { as, system } = await openCredentialSystem()
    await setPassword(system, PASSWORD)
    const others = await as(colleague)
    await expect(
      others.credentials.delete({ application: 'Payroll', account: ursula }),
    ).rejects.toMatchObject({ code: 'AccessDeniedMappingOfAnother' })
    expect(await getPassword(system, { account: ursula })).toBe(PASSWORD)
  })
})

describe('purging the cache', () => {
  it('takes an administrator of the application', async () => {
    const { as } = await openCredentialSystem()
    const users = await as(people.applicationUser)
    await expect(users.credentials.purge('Payroll')).rejects.toMatchObject({
      code: 'AccessDeniedNotApplicationAdministrator',
    })
    await (await as(people.applicationAdministrator)).credentials.purge('Payroll')
  })
})
