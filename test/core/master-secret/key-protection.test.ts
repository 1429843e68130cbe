import { copyFile, mkdir, readdir, readFile, rm, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { SsoError } from '../../../electron/core/errors/sso-error.ts'
import { lockSecretStore } from '../../../electron/core/secret-store/secret-store-lock.ts'
import { keyringDouble } from '../../support/keyring-double.ts'
import { openWithKeyring, openWithSecret, secretInUse } from '../../support/keyring-system.ts'
import { administrator, aGenerateRequest, type TestSystem } from '../../support/test-system.ts'

const lastEvent = async ({ directory }: TestSystem): Promise<Record<string, unknown>> =>
  JSON.parse(
    (await readFile(join(directory.events, 'secret-operations.jsonl'), 'utf8')).trim().split('\n').at(-1) ??
      '',
  )

describe('key protection', () => {
  it('tells who keeps the key, which protectors work, and that there is no recovery key yet', async () => {
    const { directory, system } = await openWithSecret(keyringDouble())
    const files = await readdir(directory.path)
    expect(await system.keyProtection.describe()).toEqual({
      protector: 'os-keyring',
      place: 'a keyring',
      key: 'present',
      protectors: [
        { kind: 'os-keyring', works: true },
        { kind: 'key-file', works: true },
      ],
      recoveryKey: null,
    })
    expect(await readdir(directory.path)).toEqual(files)
  })

  it('tells that the key cannot be read, not that it is gone, when the keyring does not work', async () => {
    const test = await openWithSecret(keyringDouble())
    const other = await openWithKeyring(keyringDouble('refuses'), test.directory)
    expect(await other.system.keyProtection.describe()).toMatchObject({
      key: 'unreadable',
      protectors: [
        { kind: 'os-keyring', works: false },
        { kind: 'key-file', works: true },
      ],
    })
  })

  it('tells that the key is wrong when it does not open the store', async () => {
    const { directory, system } = await openWithSecret(keyringDouble('refuses'))
    await writeFile(directory.keyFile, new Uint8Array(32))
    expect(await system.keyProtection.describe()).toMatchObject({ protector: 'key-file', key: 'wrong' })
  })

  it('is described on the master secret server only', async () => {
    const { directory } = await openWithSecret(keyringDouble())
    const { system } = await openWithKeyring(keyringDouble(), directory, { server: 'sso02' })
    await expect(system.keyProtection.describe()).rejects.toMatchObject({ code: 'NotMasterSecretServer' })
  })
})

describe('changeProtector', () => {
  it('moves the key from the keyring to a key file and back, and the system goes on', async () => {
    const keyring = keyringDouble()
    const test = await openWithSecret(keyring)
    const { keyProtection, masterSecret } = test.system
    const there = await keyProtection.changeProtector('key-file')
    expect(there).toMatchObject({
      from: 'os-keyring',
      to: 'key-file',
      oldKeyRemoved: true,
      recoveryKeyOutdated: false,
    })
    expect(keyring.kept.size).toBe(0)
    expect(await secretInUse(test)).toBe(test.msid)
    expect(await keyProtection.describe()).toMatchObject({ protector: 'key-file', key: 'present' })
    expect((await keyProtection.describe()).place).toMatch(/secret-store\.[-0-9a-f]{36}\.key$/)
    await keyProtection.changeProtector('os-keyring')
    expect((await readdir(test.directory.path)).filter((name) => name.endsWith('.key'))).toEqual([])
    const { previousMsid } = await masterSecret.generate(aGenerateRequest(join(test.folder, 'b.bak')))
    expect(previousMsid).toBe(test.msid)
  })

  it('writes event 19003 under the tracking id it returns', async () => {
    const test = await openWithSecret(keyringDouble())
    const { trackingId } = await test.system.keyProtection.changeProtector('key-file')
    expect(await lastEvent(test)).toMatchObject({
      eventId: 19003,
      level: 'information',
      trackingId,
      data: { from: 'os-keyring', to: 'key-file', oldKeyRemoved: true },
    })
  })

  it('is refused with event 19004 and changes nothing when the keyring does not work here', async () => {
    const test = await openWithSecret(keyringDouble('refuses'))
    const store = await readFile(test.directory.secretStore)
    const error: SsoError = await test.system.keyProtection.changeProtector('os-keyring').catch((e) => e)
    expect(error).toMatchObject({
      code: 'KeyProtectorUnavailable',
      details: { place: 'a keyring', reason: 'no Secret Service' },
      trackingId: expect.any(String),
    })
    expect(await lastEvent(test)).toMatchObject({
      eventId: 19004,
      level: 'error',
      trackingId: error.trackingId,
      data: { code: 'KeyProtectorUnavailable' },
    })
    expect(await readFile(test.directory.secretStore)).toEqual(store)
  })

  it.each(['key-file', 'os-keyring'] as const)(
    'is refused and changes nothing when the key is gone: to %s',
    async (kind) => {
      const test = await openWithSecret(keyringDouble())
      const store = await readFile(test.directory.secretStore)
      const other = await openWithKeyring(keyringDouble(), test.directory)
      await expect(other.system.keyProtection.changeProtector(kind)).rejects.toMatchObject({
        code: 'KeyProtectorGone',
      })
      expect(await readFile(test.directory.secretStore)).toEqual(store)
      expect(await secretInUse(test)).toBe(test.msid)
    },
  )

  it('leaves the key that cannot be removed noted, and removes it when the system is opened again', async () => {
    let isLocked = false
    const keyring = keyringDouble(() => (isLocked ? 'does not forget' : 'none'))
    const test = await openWithSecret(keyring)
    isLocked = true
    expect(await test.system.keyProtection.changeProtector('key-file')).toMatchObject({
      oldKeyRemoved: false,
    })
    expect(keyring.kept.size).toBe(1)
    isLocked = false
    const again = await openWithKeyring(keyring, test.directory)
    await again.system.close()
    expect(keyring.kept.size).toBe(0)
    expect(await readFile(test.directory.secretStore, 'utf8')).not.toContain('retiredKeys')
    expect(await secretInUse(test)).toBe(test.msid)
  })

  it('leaves the key that a replaced store needs until that store is removed', async () => {
    const keyring = keyringDouble()
    const test = await openWithSecret(keyring)
    const name = '20261122T120000000Z-ABCD.json'
    const folder = join(test.directory.path, 'replaced-stores')
    await mkdir(folder)
    await copyFile(test.directory.secretStore, join(folder, name))
    expect(await test.system.keyProtection.changeProtector('key-file')).toMatchObject({
      oldKeyRemoved: false,
    })
    await test.system.keyProtection.finishChange()
    expect(keyring.kept.size).toBe(1)
    await rm(join(folder, name))
    await test.system.keyProtection.finishChange()
    expect(keyring.kept.size).toBe(0)
    expect(await secretInUse(test)).toBe(test.msid)
  })

  it.each([
    [
      'AccessDeniedNotSsoAdministrator',
      { account: async () => ({ ...administrator, name: 'bob', groups: [] }) },
    ],
    [
      'AccessDeniedNotLocalAdministrator',
      { account: async () => ({ ...administrator, isLocalAdministrator: false }) },
    ],
    ['NotMasterSecretServer', { server: 'sso02' }],
  ])('is refused with %s, and so are the others', async (code, who) => {
    const keyring = keyringDouble()
    const test = await openWithSecret(keyring)
    const { keyProtection } = (await openWithKeyring(keyring, test.directory, who)).system
    const store = await readFile(test.directory.secretStore)
    const file = join(test.folder, 'recovery.key')
    await expect(keyProtection.changeProtector('key-file')).rejects.toMatchObject({ code })
    await expect(keyProtection.saveRecoveryKey(file, 'refuse')).rejects.toMatchObject({ code })
    await expect(keyProtection.recoverWithKey(file)).rejects.toMatchObject({ code })
    expect(await readFile(test.directory.secretStore)).toEqual(store)
    expect(await readdir(test.folder)).toEqual(['a.bak'])
  })

  it('says who is busy with the store when somebody is', async () => {
    const { directory, system } = await openWithSecret(keyringDouble())
    const lock = await lockSecretStore(directory, 'generating the master secret', 'alice')
    await expect(system.keyProtection.changeProtector('key-file')).rejects.toMatchObject({
      code: 'SecretStoreBusy',
      details: { holder: expect.stringContaining('alice is generating') },
    })
    await lock.release()
  })

  it('says that the store is missing, damaged or newer when it is', async () => {
    const { directory, system } = await openWithSecret(keyringDouble())
    const change = () => system.keyProtection.changeProtector('key-file')
    await writeFile(directory.secretStore, '{}')
    await expect(change()).rejects.toMatchObject({ code: 'SecretStoreDamaged' })
    await writeFile(directory.secretStore, '{"format":"enterprise-sso-secret-store","version":2}')
    await expect(change()).rejects.toMatchObject({ code: 'SecretStoreVersionNewer' })
    await unlink(directory.secretStore)
    await expect(change()).rejects.toMatchObject({ code: 'SecretStoreMissing' })
  })

  it('gives a store without a secret a key again when its key is gone', async () => {
    const { directory } = await openWithKeyring(keyringDouble())
    const other = await openWithKeyring(keyringDouble(), directory)
    expect(await secretInUse(other)).toBe('KeyProtectorGone')
    await other.system.keyProtection.changeProtector('os-keyring')
    expect(await secretInUse(other)).toBe('none')
  })

  it('replaces a key file by another, which the next opening finds', async () => {
    const test = await openWithSecret(keyringDouble('refuses'))
    const oldKey = await readFile(test.directory.keyFile)
    await test.system.keyProtection.changeProtector('key-file')
    const names = (await readdir(test.directory.path)).filter((name) => name.endsWith('.key'))
    expect(names).toEqual([expect.stringMatching(/^secret-store\.[-0-9a-f]{36}\.key$/)])
    expect(await readFile(join(test.directory.path, names[0] ?? ''))).not.toEqual(oldKey)
    const again = await openWithKeyring(keyringDouble('refuses'), test.directory)
    expect(await secretInUse(again)).toBe(test.msid)
  })
})
