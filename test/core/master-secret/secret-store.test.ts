import { readFile, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sealedBoxReady } from '../../../electron/core/crypto/sealed-box.ts'
import { locateDataDirectory, prepareDataDirectory } from '../../../electron/core/files/data-directory.ts'
import { nodeFileSystem } from '../../../electron/core/files/node-file-system.ts'
import { keyFileProtector } from '../../../electron/core/master-secret/key-protectors/key-file-protector.ts'
import { newMasterSecret, newMsid } from '../../../electron/core/master-secret/master-secret.ts'
import { SecretStore } from '../../../electron/core/master-secret/secret-store.ts'
import type { SecretStoreContent } from '../../../electron/core/master-secret/secret-store-file.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const SYSTEM = 'f8b6e1a0-52c5-4f5e-9d59-7f0f8f3d1c11'
const NOW = new Date('2026-11-22T12:00:00Z')
const A_BACKUP = {
  msid: SYSTEM,
  createdAt: NOW.toISOString(),
  verifiedAt: NOW.toISOString(),
  fileName: 'SSO1234.bak',
}

async function aStore() {
  await sealedBoxReady()
  const directory = locateDataDirectory(join(await temporaryFolder(), 'data'))
  await prepareDataDirectory(directory)
  const store = new SecretStore(directory, nodeFileSystem, [
    keyFileProtector(directory.keyFile, nodeFileSystem),
  ])
  return { store, directory }
}

async function aStoreWithTwoSecrets() {
  const { directory, store } = await aStore()
  const previous = newMasterSecret(newMsid(), NOW)
  const current = newMasterSecret(newMsid(), NOW)
  await store.commit(await store.create(SYSTEM, 'sso01'), { current, previous }, A_BACKUP)
  const content = (await store.read()) as SecretStoreContent
  return { store, directory, content, current, previous }
}

describe('secret store', () => {
  it('is null when there is none', async () => {
    expect(await (await aStore()).store.read()).toBeNull()
  })

  it('holds no secret when it was just made', async () => {
    const { store } = await aStore()
    await store.create(SYSTEM, 'sso01')
    const content = (await store.read()) as SecretStoreContent
    expect(content).toMatchObject({ systemId: SYSTEM, server: 'sso01', protector: 'key-file', current: null })
    expect(await store.reveal(content)).toBeNull()
  })

  it('gives back both secrets when they were committed', async () => {
    const { content, current, previous, store } = await aStoreWithTwoSecrets()
    const revealed = await store.reveal(content)
    expect(revealed?.current).toEqual({ ...current, bytes: expect.anything() })
    expect(Buffer.from(revealed?.current.bytes ?? [])).toEqual(Buffer.from(current.bytes))
    expect(Buffer.from(revealed?.previous?.bytes ?? [])).toEqual(Buffer.from(previous.bytes))
    expect(content.lastBackup).toEqual(A_BACKUP)
  })

  it('holds neither secret in the clear when it lies on the disk', async () => {
    const { current, directory } = await aStoreWithTwoSecrets()
    const file = await readFile(directory.secretStore, 'utf8')
    for (const encoding of ['hex', 'base64'] as const) {
      expect(file).not.toContain(Buffer.from(current.bytes).toString(encoding))
    }
  })

  it.each<[string, (content: SecretStoreContent) => SecretStoreContent]>([
    [
      'its boxes are swapped',
      (c) => ({ ...c, current: swap(c.current, c.previous), previous: swap(c.previous, c.current) }),
    ],
    ['an MSID is changed', (c) => ({ ...c, current: c.current && { ...c.current, msid: newMsid() } })],
    ['its system id is changed', (c) => ({ ...c, systemId: newMsid() })],
    ['a box is cut', (c) => ({ ...c, previous: c.previous && { ...c.previous, sealed: 'AAAA' } })],
  ])('is reported damaged when %s', async (_title, change) => {
    const { content, store } = await aStoreWithTwoSecrets()
    await expect(store.reveal(change(content))).rejects.toMatchObject({ code: 'SecretStoreDamaged' })
  })

  it('says where the key was when the key is gone', async () => {
    const { content, directory, store } = await aStoreWithTwoSecrets()
    await unlink(directory.keyFile)
    const refusal = {
      code: 'KeyProtectorGone',
      details: { place: expect.stringContaining(directory.keyFile) },
    }
    await expect(store.reveal(content)).rejects.toMatchObject(refusal)
    await expect(store.checkProtector(content)).rejects.toMatchObject(refusal)
  })

  it.each([
    ['is empty', ''],
    ['is not JSON', 'PK\u0003\u0004'],
    ['is another format', '{"format":"letter","version":1}'],
    ['lacks a field', '{"format":"enterprise-sso-secret-store","version":1}'],
    [
      'is too large',
      JSON.stringify({ format: 'enterprise-sso-secret-store', version: 1, padding: 'x'.repeat(70_000) }),
    ],
  ])('is reported damaged and left alone when it %s', async (_title, text) => {
    const { directory, store } = await aStore()
    await writeFile(directory.secretStore, text)
    await expect(store.read()).rejects.toMatchObject({ code: 'SecretStoreDamaged' })
    expect(await readFile(directory.secretStore, 'utf8')).toBe(text)
  })

  it('is refused when a newer version wrote it', async () => {
    const { directory, store } = await aStore()
    await writeFile(directory.secretStore, '{"format":"enterprise-sso-secret-store","version":2,"new":true}')
    await expect(store.read()).rejects.toMatchObject({
      code: 'SecretStoreVersionNewer',
      details: { version: 2 },
    })
  })
})

function swap(target: SecretStoreContent['current'], source: SecretStoreContent['current']) {
  return target && source && { ...target, sealed: source.sealed }
}
