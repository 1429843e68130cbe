import { readdir, readFile, unlink, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { newMasterSecret, newMsid } from '../../../electron/core/crypto/master-secret.ts'
import { sealedBoxReady } from '../../../electron/core/crypto/sealed-box.ts'
import { locateDataDirectory } from '../../../electron/core/files/data-directory.ts'
import { prepareDataDirectory } from '../../../electron/core/files/make-data-directory.ts'
import { nodeFileSystem } from '../../../electron/core/files/node-file-system.ts'
import { keyFileProtector } from '../../../electron/core/key-protectors/key-file-protector.ts'
import { SecretStore } from '../../../electron/core/secret-store/secret-store.ts'
import type { SecretStoreContent } from '../../../electron/core/secret-store/secret-store-file.ts'
import { observedFileSystem } from '../../crash/observed-file-system.ts'
import { keyringDouble } from '../../support/keyring-double.ts'
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
  const lock = await store.lock('testing', 'root')
  onTestFinished(() => lock.release())
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

const A_RECOVERY_KEY = { savedAt: NOW.toISOString(), fileName: 'recovery.key' }
type Kind = 'os-keyring' | 'key-file'
const CHANGES: readonly (readonly [Kind, Kind])[] = [
  ['key-file', 'os-keyring'],
  ['os-keyring', 'key-file'],
  ['key-file', 'key-file'],
  ['os-keyring', 'os-keyring'],
]

/** A store with two secrets under a key of `kind`, whose every step goes through a switch that can stop it. */
async function aSwitchedStore(kind: Kind) {
  await sealedBoxReady()
  const directory = locateDataDirectory(join(await temporaryFolder(), 'data'))
  await prepareDataDirectory(directory)
  const steps: string[] = []
  const fails = { at: (_step: number, _name: string): boolean => false }
  const around = <T>(name: string, run: () => Promise<T>): Promise<T> => {
    steps.push(name)
    if (!fails.at(steps.length, name)) return run()
    // A file whose closing fails is closed all the same.
    if (name.startsWith('close ')) void run()
    return Promise.reject(Object.assign(new Error('EIO, injected'), { code: 'EIO' }))
  }
  const files = observedFileSystem(nodeFileSystem, ({ name, path }, run) =>
    around(`${name} ${basename(path)}`, run),
  )
  const keyring = keyringDouble('none', (name, run) => around(`${name} in keyring`, run))
  const keyFile = keyFileProtector(directory.keyFile, files)
  const preferred = kind === 'os-keyring' ? [keyring, keyFile] : [keyFile, keyring]
  const store = new SecretStore(directory, files, preferred)
  let lock = await store.lock('testing', 'root')
  onTestFinished(() => lock.release())
  const beginAgain = async (): Promise<void> => {
    await lock.release()
    lock = await store.lock('testing', 'root')
  }
  const current = newMasterSecret(newMsid(), NOW)
  const previous = newMasterSecret(newMsid(), NOW)
  const created = await store.create(SYSTEM, 'sso01')
  await store.commit(created, { current, previous }, A_BACKUP)
  await store.recovery.noteSaved((await store.read()) as SecretStoreContent, A_RECOVERY_KEY)
  const content = (await store.read()) as SecretStoreContent
  steps.length = 0
  const keyFiles = async () => (await readdir(directory.path)).filter((name) => name.endsWith('.key')).sort()
  return { store, directory, content, current, previous, keyring, steps, fails, keyFiles, beginAgain }
}

type SwitchedStore = Awaited<ReturnType<typeof aSwitchedStore>>

/** Opens the store as the next process would, and says what is not as it was. */
async function openAgain({ current, fails, previous, store }: SwitchedStore): Promise<string> {
  fails.at = () => false
  try {
    const revealed = await store.reveal((await store.read()) as SecretStoreContent)
    const same =
      Buffer.from(current.bytes).equals(Buffer.from(revealed?.current.bytes ?? [])) &&
      Buffer.from(previous.bytes).equals(Buffer.from(revealed?.previous?.bytes ?? []))
    return same ? 'opens' : 'other secrets'
  } catch (error) {
    return `does not open: ${error}`
  }
}

describe.each(CHANGES)('a change of key protector from %s to %s', (from, to) => {
  it('seals the same secrets under a new key and removes the old one', async () => {
    const switched = await aSwitchedStore(from)
    const { content, keyFiles, keyring, store } = switched
    const oldKey = await store.keys.find(content)
    const changed = await store.changeProtector(content, to)
    expect(await store.read()).toEqual(changed)
    expect(changed).toMatchObject({ protector: to, keyId: expect.any(String), lastBackup: A_BACKUP })
    expect(changed).not.toHaveProperty('recoveryKey')
    expect(changed).not.toHaveProperty('retiredKeys')
    expect(await openAgain(switched)).toBe('opens')
    expect(Buffer.from(await store.keys.find(changed))).not.toEqual(Buffer.from(oldKey))
    const { keyId } = changed
    expect(await keyFiles()).toEqual(to === 'key-file' ? [`secret-store.${keyId}.key`] : [])
    expect([...keyring.kept.keys()]).toEqual(to === 'os-keyring' ? [`${SYSTEM}/${keyId}`] : [])
  })

  it('can be followed by the next', async () => {
    const switched = await aSwitchedStore(from)
    const { content, keyFiles, keyring, store } = switched
    const back = await store.changeProtector(await store.changeProtector(content, to), from)
    expect(back.protector).toBe(from)
    expect(await openAgain(switched)).toBe('opens')
    expect((await keyFiles()).length + keyring.kept.size).toBe(1)
  })

  it('wipes every key that the keyring was given or gave out', async () => {
    const { content, keyring, store } = await aSwitchedStore(from)
    await store.changeProtector(content, to)
    for (const key of keyring.passed) expect(key).toEqual(new Uint8Array(32))
  })

  it('leaves a store that opens when the process is killed before any step', async () => {
    const rehearsal = await aSwitchedStore(from)
    await rehearsal.store.changeProtector(rehearsal.content, to)
    const steps = rehearsal.steps.length
    const protectors = new Set<string>()
    for (let kill = 1; kill <= steps; kill += 1) {
      const switched = await aSwitchedStore(from)
      switched.fails.at = (step) => step >= kill
      await switched.store.changeProtector(switched.content, to).catch(() => undefined)
      expect(`${rehearsal.steps[kill - 1]}: ${await openAgain(switched)}`).toMatch(/: opens$/)
      const content = (await switched.store.read()) as SecretStoreContent
      protectors.add(content.keyId === undefined ? 'old' : 'new')
      // What the kill left over is removed by the next process, but for a new key that nothing is sealed under.
      await switched.beginAgain()
      const cleared = await switched.store.removeRetiredKeys(content)
      expect(await switched.store.keys.tryFind({ systemId: SYSTEM, protector: from })).toEqual(
        cleared.keyId === undefined ? expect.anything() : null,
      )
    }
    expect([...protectors]).toEqual(['old', 'new'])
  })

  it('leaves a store that opens, and no key that nothing needs, when any one step fails', async () => {
    const rehearsal = await aSwitchedStore(from)
    await rehearsal.store.changeProtector(rehearsal.content, to)
    for (const at of rehearsal.steps.keys()) {
      const switched = await aSwitchedStore(from)
      switched.fails.at = (step) => step === at + 1
      const failure = await switched.store.changeProtector(switched.content, to).then(
        () => null,
        (error: unknown) => error,
      )
      const title = `${rehearsal.steps[at]} fails`
      if (failure !== null) {
        const codes =
          /^(KeyProtectorUnreadable|KeyProtectorUnavailable|SecretStoreUnreadable|SecretStoreWriteFailed)$/
        expect(failure, title).toMatchObject({ code: expect.stringMatching(codes) })
      }
      expect(`${title}: ${await openAgain(switched)}`).toBe(`${title}: opens`)
      const content = (await switched.store.read()) as SecretStoreContent
      expect(content.keyId === undefined, title).toBe(failure !== null)
      await switched.store.removeRetiredKeys(content)
      const left = (await switched.keyFiles()).length + switched.keyring.kept.size
      expect(left, title).toBe(1)
    }
  })
})

describe('the new key', () => {
  it('is on the disk before the store that needs it', async () => {
    const { content, steps, store } = await aSwitchedStore('os-keyring')
    const { keyId } = await store.changeProtector(content, 'key-file')
    const kept = steps.indexOf(`sync secret-store.${keyId}.key`)
    const synced = steps.indexOf('syncDirectory data', kept)
    expect(kept).toBeGreaterThan(0)
    expect(synced).toBeGreaterThan(kept)
    expect(steps.indexOf('rename secret-store.json')).toBeGreaterThan(synced)
  })
})

describe('the old key', () => {
  it('is removed only after the folder with the new store is on the disk', async () => {
    const { content, steps, store } = await aSwitchedStore('key-file')
    await store.changeProtector(content, 'os-keyring')
    const renamed = steps.indexOf('rename secret-store.json')
    const synced = steps.indexOf('syncDirectory data', renamed)
    const removed = steps.indexOf('remove secret-store.key')
    expect(renamed).toBeGreaterThan(0)
    expect(synced).toBeGreaterThan(renamed)
    expect(removed).toBeGreaterThan(synced)
  })

  it('stays, noted, as long as the folder cannot be made durable', async () => {
    const switched = await aSwitchedStore('key-file')
    const { content, fails, keyFiles, store } = switched
    fails.at = (_, name) => name === 'syncDirectory data'
    const changed = await store.changeProtector(content, 'os-keyring')
    expect(changed.retiredKeys).toEqual([{ protector: 'key-file' }])
    expect(await keyFiles()).toEqual(['secret-store.key'])
    expect(await openAgain(switched)).toBe('opens')
    expect(await store.removeRetiredKeys(changed)).not.toHaveProperty('retiredKeys')
    expect(await keyFiles()).toEqual([])
  })

  it('is no obstacle to one who read the store just before the change', async () => {
    const { content, current, store } = await aSwitchedStore('key-file')
    await store.changeProtector(content, 'key-file')
    const revealed = await store.reveal(content)
    expect(Buffer.from(revealed?.current.bytes ?? [])).toEqual(Buffer.from(current.bytes))
    await expect(store.checkProtector(content)).resolves.toBeUndefined()
  })
})

describe('a store read before others were generated', () => {
  it('does not answer with their secrets when its own key is gone', async () => {
    const { content, directory, store } = await aSwitchedStore('key-file')
    const secrets = { current: newMasterSecret(newMsid(), NOW), previous: null }
    await store.removeRetiredKeys(await store.commitUnderNewKey(content, secrets, A_BACKUP, 'key-file'))
    await expect(store.reveal(content)).rejects.toMatchObject({
      code: 'KeyProtectorGone',
      details: { place: `the key file ${directory.keyFile}` },
    })
  })
})

describe('what could not be read again', () => {
  it.each([
    ['an instant that the format cannot say', { savedAt: '+010000-01-01T00:00:00.000Z', fileName: 'a.key' }],
    ['more than a store may have', { savedAt: NOW.toISOString(), fileName: 'x'.repeat(64 * 1024) }],
    ['an empty name', { savedAt: NOW.toISOString(), fileName: '' }],
  ])('is not written, and the store stays as it is: %s', async (_, note) => {
    const { content, directory, steps, store } = await aSwitchedStore('key-file')
    const before = await readFile(directory.secretStore)
    await expect(store.recovery.noteSaved(content, note)).rejects.toMatchObject({
      code: 'FileWouldNotBeReadable',
      details: { file: 'secret store' },
    })
    expect(await readFile(directory.secretStore)).toEqual(before)
    expect(steps).toEqual([])
  })
})

describe('commitUnderNewKey', () => {
  it('keeps other secrets under a new key when the old key is gone', async () => {
    const { content, directory, store } = await aSwitchedStore('key-file')
    await unlink(directory.keyFile)
    const restored = newMasterSecret(newMsid(), NOW)
    const secrets = { current: restored, previous: null }
    const changed = await store.commitUnderNewKey(content, secrets, null, 'key-file')
    expect(changed).toMatchObject({ current: { msid: restored.msid }, previous: null, lastBackup: null })
    const revealed = await store.reveal(changed)
    expect(Buffer.from(revealed?.current.bytes ?? [])).toEqual(Buffer.from(restored.bytes))
  })
})

function swap(target: SecretStoreContent['current'], source: SecretStoreContent['current']) {
  return target && source && { ...target, sealed: source.sealed }
}
