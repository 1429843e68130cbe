import { describe, expect, it } from 'vitest'
import { unixAccount } from '../../../electron/core/access/os-account.ts'
import { readEntry } from '../../../electron/core/accounts/dscacheutil.ts'
import { readRecords } from '../../../electron/core/accounts/getent.ts'
import type { AccountKey } from '../../../electron/core/accounts/name-service.ts'
import { systemNameService } from '../../../electron/core/accounts/system-name-service.ts'
import { parseWindowsGroups, parseWindowsUser } from '../../../electron/core/accounts/whoami.ts'

describe('records of getent', () => {
  it.each([
    [
      'a group of a directory with blanks',
      'CORP\\SSO Administrators:*:10501:',
      'CORP\\SSO Administrators',
      10501,
    ],
    ['a name that is not ASCII', 'Löhne und Gehälter:x:1200:ann,bob', 'Löhne und Gehälter', 1200],
    ['a user', 'ann:x:1000:1000:Ann, of Payroll:/home/ann:/bin/bash', 'ann', 1000],
    ['the last uid', 'nobody4:x:4294967294:65534::/:/bin/false', 'nobody4', 4294967294],
  ])('are read: %s', (_title, line, name, id) => {
    expect(readRecords(`${line}\n`)).toEqual([{ name, id }])
  })

  it('that are none are passed over', () => {
    expect(readRecords('\n+::::::\n:x:0:\nname:x\nname:x:12a:\n# wheel:x:1:\nwheel\n')).toEqual([
      { name: '# wheel', id: 1 },
    ])
  })
})

describe('entries of dscacheutil', () => {
  it('are read', () => {
    const group = 'name: CORP\\domain users\npassword: *\ngid: 1746140\nusers: ann bob\n\n'
    expect(readEntry(group, 'group')).toEqual({ name: 'CORP\\domain users', id: 1746140 })
    const user = 'name: nobody\npassword: *\nuid: -2\ngid: -2\ndir: /var/empty\n'
    expect(readEntry(user, 'user')).toEqual({ name: 'nobody', id: 4294967294 })
    expect(readEntry('', 'user')).toBeNull()
  })
})

describe('whoami of Windows', () => {
  it('has the domain of the account', () => {
    expect(parseWindowsUser('"corp\\ann","S-1-5-21-1-2-3-1104"\r\n')).toBe('corp\\ann')
    expect(() => parseWindowsUser('')).toThrow(expect.objectContaining({ code: 'NameServiceFailed' }))
  })

  it('has the built-in groups by their identifiers, whatever their language', () => {
    const on = '"Gruppe ist aktiv"'
    const csv = [
      `"VORDEFINIERT\\Benutzer","Alias","S-1-5-32-545",${on}`,
      `"CORP\\SSO Administrators","Group","S-1-5-21-1-2-3-1200",${on}`,
      `"CORP\\Administrators","Group","S-1-5-21-1-2-3-544",${on}`,
    ].join('\r\n')
    expect(parseWindowsGroups(csv)).toEqual({
      groups: ['BUILTIN\\Users', 'CORP\\SSO Administrators', 'CORP\\Administrators'],
      isLocalAdministrator: false,
    })
  })
})

describe('the account of a process', () => {
  const records = [
    { kind: 'user', name: 'ann', id: 1000 },
    { kind: 'group', name: 'friends of sudo', id: 700 },
    { kind: 'group', name: 'admins', id: 27 },
    { kind: 'group', name: 'sudo', id: 28 },
  ]
  const names = {
    find: async (keys: readonly AccountKey[]) =>
      keys.map(
        ({ key, kind }) =>
          records.find((one) => one.kind === kind && [one.name, one.id].includes(key)) ?? null,
      ),
  }

  it('is no administrator by a group whose name ends in the name of one', async () => {
    expect(await unixAccount(names, { uid: 1000, gids: [700, 27] })).toEqual({
      name: 'ann',
      groups: ['friends of sudo', 'admins'],
      isLocalAdministrator: false,
    })
  })

  it('is one by the number of the group sudo', async () => {
    expect(await unixAccount(names, { uid: 1000, gids: [28] })).toMatchObject({ isLocalAdministrator: true })
  })

  it('has stand-ins where it or its groups have no name', async () => {
    expect(await unixAccount(names, { uid: 4242, gids: [700, 4243, 4243] })).toEqual({
      name: '#4242',
      groups: ['friends of sudo', '#4243'],
      isLocalAdministrator: false,
    })
  })
})

describe.runIf(process.platform === 'linux')('the name service of this computer', () => {
  it('knows root by number and by name, each in its place, and nobody of another kind', async () => {
    const found = await systemNameService?.find([
      { kind: 'group', key: 'no such group' },
      { kind: 'user', key: 0 },
      { kind: 'user', key: 'root' },
      { kind: 'group', key: 0 },
      { kind: 'user', key: '0' },
      { kind: 'user', key: 'root:x:0' },
      { kind: 'user', key: '-i' },
    ])
    const root = { name: 'root', id: 0 }
    expect(found).toEqual([null, root, root, root, null, null, null])
  })

  it('is asked for many in a few calls', async () => {
    const keys = Array.from({ length: 2000 }, (_, n) => ({ kind: 'user', key: `no-user-${n}` }) as const)
    const before = Date.now()
    const found = await systemNameService?.find([...keys, { kind: 'user', key: 'root' }])
    expect(found?.at(-1)).toEqual({ name: 'root', id: 0 })
    expect(Date.now() - before).toBeLessThan(20_000)
  })
})
