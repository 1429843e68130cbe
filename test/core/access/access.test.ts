import { describe, expect, it } from 'vitest'
import { holdsRole } from '../../../electron/core/access/access.ts'
import { currentOsAccount } from '../../../electron/core/access/os-account.ts'
import { parseWindowsGroups } from '../../../electron/core/accounts/whoami.ts'
import { administrator } from '../../support/test-system.ts'

const accepted = [
  { kind: 'user', name: 'alice' },
  { kind: 'group', name: 'sudo' },
] as const

describe('role', () => {
  it.each([
    ['is held when the user is named', { name: 'alice', groups: [] }, true],
    ['is held when a group of the user is named', { name: 'bob', groups: ['users', 'sudo'] }, true],
    ['is not held when only a group is named like the user', { name: 'sudo', groups: [] }, false],
    ['is not held when only a user is named like a group', { name: 'bob', groups: ['alice'] }, false],
    ['is not held when nothing fits', { name: 'bob', groups: ['users'] }, false],
  ])('%s', (_title, account, expected) => {
    expect(holdsRole({ ...administrator, ...account }, accepted)).toBe(expected)
  })
})

describe('the account of this process', () => {
  it('is the one that the operating system names', async () => {
    const account = await currentOsAccount()
    expect(account.name).not.toBe('')
    expect(account.groups.length).toBeGreaterThan(0)
    if (process.geteuid?.() === 0) expect(account).toMatchObject({ name: 'root', isLocalAdministrator: true })
  })
})

describe('Windows groups', () => {
  const row = (name: string, sid: string, attributes: string): string =>
    `"${name}","Alias","${sid}","${attributes}"`
  const enabled = 'Mandatory group, Enabled by default, Enabled group, Group owner'

  it('make a local administrator when the administrators group is enabled, whatever its language', () => {
    const csv = `${row('VORDEFINIERT\\Administratoren', 'S-1-5-32-544', enabled)}\r\n`
    expect(parseWindowsGroups(csv)).toEqual({
      groups: ['BUILTIN\\Administrators'],
      isLocalAdministrator: true,
    })
  })

  it('make no local administrator when the process is not elevated', () => {
    const csv = [
      row('BUILTIN\\Administrators', 'S-1-5-32-544', 'Group used for deny only'),
      row('BUILTIN\\Users', 'S-1-5-32-545', enabled),
    ].join('\r\n')
    expect(parseWindowsGroups(csv)).toEqual({ groups: ['BUILTIN\\Users'], isLocalAdministrator: false })
  })
})
