import { cp, mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { locateDataDirectory } from '../../../electron/core/files/data-directory.ts'
import { nodeFileSystem } from '../../../electron/core/files/node-file-system.ts'
import { keyFileProtector } from '../../../electron/core/key-protectors/key-file-protector.ts'
import { parseRecoveryKey } from '../../../electron/core/secret-store/recovery-key-file.ts'
import { SecretStore } from '../../../electron/core/secret-store/secret-store.ts'
import { encodeSecretStore, parseSecretStore } from '../../../electron/core/secret-store/secret-store-file.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const fixtures = join(import.meta.dirname, '../../fixtures')
const stores = join(fixtures, 'secret-stores')

const FIRST = '892122d1-504f-4f27-8dee-d6952791b2f4'
const SECOND = 'a2e75ff3-a7f3-462f-a2e5-b3d14d7d2c86'
const KEY_ID = '5d0c1f6e-3a59-4a0f-8f0b-64a2f0c6d9e1'

/** Of its bytes each is one more than the one before. */
const secret = (msid: string, createdAt: string, first: number) => ({
  msid,
  createdAt,
  bytes: Uint8Array.from({ length: 32 }, (_, at) => first + at),
})
const first = secret(FIRST, '2026-11-22T16:52:21.006Z', 0x80)
const second = secret(SECOND, '2026-11-22T16:52:22.796Z', 0)

/** Frozen: these must open for as long as the product is there. */
const frozen = [
  { name: 'version-1-empty.json', keyFile: 'secret-store.key', holds: null },
  { name: 'version-1-first.json', keyFile: 'secret-store.key', holds: { current: first, previous: null } },
  {
    name: 'version-1-with-previous.json',
    keyFile: 'secret-store.key',
    holds: { current: second, previous: first },
  },
  {
    name: 'version-1-every-field.json',
    keyFile: `secret-store.${KEY_ID}.key`,
    holds: { current: second, previous: first },
  },
  {
    name: 'version-1-written-at.json',
    keyFile: `secret-store.${KEY_ID}.key`,
    holds: { current: second, previous: first },
  },
] as const

describe.each(frozen)('the frozen secret store $name', ({ holds, keyFile, name }) => {
  it('opens with its key when read by this version', async () => {
    const directory = locateDataDirectory(join(await temporaryFolder(), 'data'))
    await mkdir(directory.path)
    await cp(join(stores, name), directory.secretStore)
    await cp(join(stores, 'version-1.key'), join(directory.path, keyFile))
    const store = new SecretStore(directory, nodeFileSystem, [
      keyFileProtector(directory.keyFile, nodeFileSystem),
    ])
    const content = await store.read()
    expect(content).toMatchObject({ systemId: 'd13a3a95-ca13-4500-9e58-7aa830af0748', server: 'sso01' })
    expect(content && (await store.reveal(content))).toEqual(holds)
  })

  it('is kept as it is, whatever fields it has, when it is written again', async () => {
    const file = await readFile(join(stores, name), 'utf8')
    const again = Buffer.from(encodeSecretStore(parseSecretStore(Buffer.from(file)))).toString()
    expect(JSON.parse(again)).toEqual(JSON.parse(file))
  })
})

it('the frozen secret store with every field says what the newer versions note in it', async () => {
  const file = await readFile(join(stores, 'version-1-every-field.json'))
  expect(parseSecretStore(file)).toMatchObject({
    keyId: KEY_ID,
    lastBackup: { fileName: 'SSOA2E7.bak', path: '/media/stick/SSOA2E7.bak' },
    recoveryKey: { savedAt: '2026-11-22T16:55:00.000Z', fileName: 'sso-recovery.key' },
    retiredKeys: [
      { protector: 'os-keyring' },
      { protector: 'key-file', keyId: '0b6c54d2-8f0f-4b3b-9a52-1f2c3d4e5f60' },
    ],
  })
})

it('the frozen secret store with the time of its backup says it', async () => {
  const file = await readFile(join(stores, 'version-1-written-at.json'))
  expect(parseSecretStore(file)).toMatchObject({ lastBackup: { writtenAt: '2026-11-22T16:52:22.990Z' } })
})

it('the frozen recovery key gives the key of the frozen stores when read by this version', async () => {
  const { key, ...rest } = parseRecoveryKey(await readFile(join(fixtures, 'recovery-keys/version-1.key')))
  expect(Buffer.from(key)).toEqual(await readFile(join(stores, 'version-1.key')))
  expect(rest).toEqual({
    systemId: 'd13a3a95-ca13-4500-9e58-7aa830af0748',
    server: 'sso01',
    createdAt: '2026-11-22T16:55:00.000Z',
  })
})

it('every frozen secret store is in the table above', async () => {
  const files = (await readdir(stores)).filter((name) => name.endsWith('.json'))
  expect(files.sort()).toEqual(frozen.map(({ name }) => name).toSorted())
})
