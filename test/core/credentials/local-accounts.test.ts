import { describe, expect, it } from 'vitest'
import { canonicalAccount, thisServer } from '../../../electron/core/accounts/account-name.ts'
import { getPassword, openCredentialSystem } from '../../support/credential-system.ts'
import { DatabaseSync } from '../../support/sqlite.ts'

const HOST = thisServer().split('.')[0]?.slice(0, 15).toUpperCase()
const ann = { name: 'ann', groups: ['payroll'], isLocalAdministrator: false }

/** Payroll, with this computer's ann and its group payroll in it. */
async function aSystem(users = [{ kind: 'user', name: `${HOST}\\ann` } as const]) {
  const place = await openCredentialSystem()
  await place.createApplication({ name: 'Local', users, flags: { allowLocalAccounts: true } })
  return place
}

describe('an account of this computer', () => {
  it.each([`${HOST}\\ann`, `${HOST?.toLowerCase()}\\ann`, '.\\ann', 'ann'])(
    'is the same when it is named %s',
    (name) => {
      expect(canonicalAccount(name)).toBe('ann')
    },
  )

  it.each([`${HOST}\\ann`, '.\\ann', 'ann'])(
    'finds what is mapped to %s, and its role',
    async (windowsAccount) => {
      const { as, system } = await aSystem()
      await system.mappings.create('Local', [{ windowsAccount, externalUser: 'ANN' }])
      await system.credentials.set({
        application: 'Local',
        account: windowsAccount,
        externalUser: 'ANN',
        values: [Buffer.from('secret')],
      })
      const hers = await as(ann)
      expect(await getPassword(hers, { application: 'Local' })).toBe('secret')
      expect(await hers.mappings.list({ application: 'Local' })).toHaveLength(1)
    },
  )

  it('finds what an earlier version stored under the computer’s name, and can be rid of it', async () => {
    const { as, database, system } = await withOldRow()
    const hers = await as(ann)
    expect(await getPassword(hers, { application: 'Local' })).toBe('secret')
    expect(await system.mappings.list({ windowsAccount: 'ann' })).toHaveLength(1)
    await hers.mappings.disable('Local', [{ account: 'ann' }])
    await system.mappings.delete('Local', [{ account: `${HOST}\\ann` }])
    expect(await system.mappings.list({ application: 'Local' })).toHaveLength(0)
    database.close()
  })
})

async function withOldRow() {
  const place = await aSystem()
  const named = { application: 'Local', account: 'ann', externalUser: 'ANN' }
  await place.system.credentials.set({ ...named, values: [Buffer.from('secret')] })
  const database = new DatabaseSync(place.directory.database)
  database
    .prepare('UPDATE mapping SET windows_account = ? WHERE windows_account = ?')
    .run(`${HOST}\\ann`, 'ann')
  return { ...place, database }
}
