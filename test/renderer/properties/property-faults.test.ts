import { describe, expect, it } from 'vitest'
import { changesBetween, draftOf, readAccounts } from '../../../renderer/properties/properties-draft.ts'
import { faultsOf, findFaults } from '../../../renderer/properties/property-faults.ts'
import { aGlobalInfo } from '../support/administration-double.ts'

const draft = draftOf({ info: aGlobalInfo, auditLevels: { positive: 0, negative: 1 } })

describe('findFaults', () => {
  it('finds nothing wrong with what was read', () => {
    expect(findFaults(draft)).toEqual({})
  })

  it.each([
    ['ticketTimeout', '0'],
    ['ticketTimeout', '525601'],
    ['ticketTimeout', ''],
    ['credentialCacheTimeout', '-1'],
    ['credentialCacheTimeout', '1.5'],
    ['auditDeletedApplications', '1000001'],
    ['auditDeletedMappings', 'many'],
    ['auditCredentialLookUps', '1e3'],
  ] as const)('names %s when it is “%s”', (field, typed) => {
    const faults = findFaults({ ...draft, [field]: typed })
    expect(Object.keys(faults)).toEqual([field])
    expect(faults[field]).toMatchObject({ code: 'SettingInvalid', details: { value: typed } })
  })

  it.each([
    ['ticketTimeout', '1'],
    ['ticketTimeout', ' 525600 '],
    ['credentialCacheTimeout', '0'],
    ['auditDeletedMappings', '1000000'],
  ] as const)('takes %s of “%s”', (field, typed) => {
    expect(findFaults({ ...draft, [field]: typed })).toEqual({})
  })

  it('names the line that is no account', () => {
    const faults = findFaults({ ...draft, ssoAffiliateAdministrators: 'group wheel\nanna' })
    expect(faults).toMatchObject({
      ssoAffiliateAdministrators: { code: 'AffiliateAdministratorInvalid', details: { account: 'anna' } },
    })
  })
})

describe('readAccounts', () => {
  it('reads names with spaces and domains, in any case of the kind, and skips empty lines', () => {
    expect(readAccounts('User anna\n\n  group CORP\\SSO Admins  \n')).toEqual({
      accounts: [
        { kind: 'user', name: 'anna' },
        { kind: 'group', name: 'CORP\\SSO Admins' },
      ],
      wrong: [],
    })
  })
})

describe('changesBetween', () => {
  it('is null when nothing was changed', () => {
    expect(changesBetween(draft, { ...draft })).toBeNull()
  })

  it('has what was changed, and that alone', () => {
    const changed = { ...draft, ticketTimeout: '5', hostInitiatedSso: true, negative: '3' }
    expect(changesBetween(draft, changed)).toEqual({
      changes: { ticketTimeout: 5, hostInitiatedSso: true },
      auditLevels: { positive: 0, negative: 3 },
    })
  })
})

describe('faultsOf', () => {
  it.each([
    ['TicketTimeoutInvalid', {}, 'ticketTimeout'],
    ['SettingInvalid', { setting: 'auditDeletedMappings' }, 'auditDeletedMappings'],
    ['SsoAdministratorsFixed', {}, 'ssoAdministrators'],
    ['SsoAdministratorsWithoutCaller', { account: 'anna' }, 'ssoAdministrators'],
    ['AffiliateAdministratorInvalid', {}, 'ssoAffiliateAdministrators'],
    ['AffiliateAdministratorsFixed', {}, 'ssoAffiliateAdministrators'],
  ] as const)('puts %s with %o at %s', (code, details, field) => {
    expect(Object.keys(faultsOf({ code, details }, draft, draft) ?? {})).toEqual([field])
  })

  it('says the name of the setting as the dialog does', () => {
    const error = { code: 'SettingInvalid', details: { setting: 'auditDeletedMappings' } } as const
    expect(faultsOf(error, draft, draft)?.auditDeletedMappings?.details.setting).toBe('Deleted mappings')
  })

  it.each(['ssoAdministrators', 'ssoAffiliateAdministrators'] as const)(
    'puts a built-in account at the list that names it: %s',
    (field) => {
      const error = { code: 'BuiltInAccountRefused', details: { account: 'Everyone' } } as const
      const named = { ...draft, [field]: `${draft[field]}\ngroup Everyone` }
      expect(Object.keys(faultsOf(error, draft, named) ?? {})).toEqual([field])
    },
  )

  it('is null for what no field can mend', () => {
    expect(faultsOf({ code: 'DatabaseBusy', details: { path: 'x' } }, draft, draft)).toBeNull()
  })
})
