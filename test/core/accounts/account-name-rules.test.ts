import { describe, expect, it } from 'vitest'
import { whyNoAccountName } from '../../../electron/core/accounts/account-name-rules.ts'
import { anApplication, openApplicationServices, people } from '../../support/application-services.ts'
import { openTestSystem } from '../../support/test-system.ts'

const wrong = [
  '',
  ' ',
  ' ann',
  'A;B',
  'A,B',
  'CORP\\A;CORP\\B',
  'CORP\\\\G',
  'CORP\\A\\B',
  '\\G',
  'CORP\\',
  '*',
  'CORP\\*',
  'a?',
  'a/b',
  'a:b',
  '<b>',
  'a"b',
  'a|b',
  '[a]',
  'a=b',
  'CORP\\ G',
  'a\u202eb',
  'ABCDEFGHIJKLMNOP\\G',
]
const right = [
  'ann',
  'CORP\\SSO Administrators',
  'Löhne und Gehälter',
  'ann.lee',
  'svc-sso$',
  'ann@corp.example',
  'a+b',
  "O'Neil",
  '#1234',
  'R&D (north)',
]

describe('names of accounts', () => {
  it.each(wrong)('“%s” is refused by every service', async (name) => {
    expect(whyNoAccountName(name)).toEqual(expect.any(String))
    const { as } = await openApplicationServices()
    const { applications, mappings } = as(people.ssoAdministrator)
    const accounts = [{ kind: 'group', name } as const]
    await expect(applications.create(anApplication({ users: accounts }))).rejects.toMatchObject({
      code: 'ApplicationUserInvalid',
    })
    await expect(applications.create(anApplication({ administrators: accounts }))).rejects.toMatchObject({
      code: 'ApplicationAdministratorInvalid',
    })
    await applications.create(anApplication())
    const mapping = [{ windowsAccount: name, externalUser: 'X' }]
    await expect(mappings.create('Payroll', mapping)).rejects.toMatchObject({ code: 'WindowsAccountInvalid' })
  })

  it.each(right)('“%s” is taken', (name) => {
    expect(whyNoAccountName(name)).toBeNull()
  })

  it('that are none are refused as SSO Administrators and SSO Affiliate Administrators', async () => {
    const { system } = await openTestSystem()
    await system.globalInfo.disable()
    const { ssoAdministrators } = await system.globalInfo.read()
    for (const name of wrong) {
      const account = { kind: 'group', name } as const
      await expect(
        system.globalInfo.update({ ssoAdministrators: [...ssoAdministrators, account] }),
      ).rejects.toMatchObject({ code: 'SsoAdministratorInvalid' })
      await expect(system.globalInfo.update({ ssoAffiliateAdministrators: [account] })).rejects.toMatchObject(
        { code: 'AffiliateAdministratorInvalid' },
      )
    }
  })
})
