import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { FileSystem } from '../../../electron/core/files/file-system.ts'
import { nodeFileSystem } from '../../../electron/core/files/node-file-system.ts'
import { encodeRecoveryKey, parseRecoveryKey } from '../../../electron/core/secret-store/recovery-key-file.ts'
import { observedFileSystem } from '../../crash/observed-file-system.ts'
import { keyringDouble } from '../../support/keyring-double.ts'
import { openWithKeyring, openWithSecret, secretInUse } from '../../support/keyring-system.ts'
import type { TestSystem } from '../../support/test-system.ts'

const SAMPLE = {
  systemId: 'f8b6e1a0-52c5-4f5e-9d59-7f0f8f3d1c11',
  server: 'sso01',
  createdAt: '2026-11-22T12:00:00.000Z',
  key: new Uint8Array(32).fill(7),
}
const sampleText = (): string => new TextDecoder().decode(encodeRecoveryKey(SAMPLE))
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

const lastEvent = async ({ directory }: TestSystem): Promise<Record<string, unknown>> =>
  JSON.parse(
    (await readFile(join(directory.events, 'secret-operations.jsonl'), 'utf8')).trim().split('\n').at(-1) ??
      '',
  )

/** A system of account A whose recovery key was saved. */
async function aSavedKey() {
  const keyring = keyringDouble()
  const test = await openWithSecret(keyring)
  const file = join(test.folder, 'recovery.key')
  const saved = await test.system.keyProtection.saveRecoveryKey(file, 'refuse')
  return { ...test, keyring, file, saved }
}

describe('recovery key file', () => {
  it('gives back what was written, and can be read by a person', () => {
    const found = parseRecoveryKey(encodeRecoveryKey(SAMPLE))
    expect({ ...found, key: Uint8Array.from(found.key) }).toEqual(SAMPLE)
    expect(JSON.parse(sampleText())).toEqual({
      format: 'enterprise-sso-recovery-key',
      version: 1,
      systemId: SAMPLE.systemId,
      server: 'sso01',
      createdAt: SAMPLE.createdAt,
      key: Buffer.from(SAMPLE.key).toString('base64'),
      // SHA-256 of the fields before it, as JSON text without white space.
      checksum: '9ada13cbcc6a67417181e56613e1ca2689004e6e4a1a8bf589514f28b7374456',
    })
  })

  it.each<[string, string, (text: string) => string]>([
    ['RecoveryKeyNotAKey', 'it is empty', () => ''],
    ['RecoveryKeyNotAKey', 'it is another format', (t) => t.replace('recovery-key', 'secret-store')],
    ['RecoveryKeyNotAKey', 'it is too large', (t) => t + ' '.repeat(4_096)],
    ['RecoveryKeyDamaged', 'it is cut', (t) => t.slice(0, -20)],
    ['RecoveryKeyDamaged', 'a field is missing', (t) => t.replace(/ {2}"server".*\n/, '')],
    ['RecoveryKeyDamaged', 'a field is added', (t) => t.replace('{', '{"more":1,')],
    ['RecoveryKeyDamaged', 'a character of the key changed', (t) => t.replace('BwcH', 'BwcI')],
    ['RecoveryKeyDamaged', 'the key is too short', (t) => t.replace('BwcH', '')],
    ['RecoveryKeyDamaged', 'the server changed', (t) => t.replace('sso01', 'sso02')],
    ['RecoveryKeyVersionNewer', 'it is newer', (t) => t.replace('"version": 1', '"version": 2')],
  ])('is refused with %s when %s', (code, _, change) => {
    expect(() => parseRecoveryKey(bytes(change(sampleText())))).toThrow(expect.objectContaining({ code }))
  })

  it('shows nothing of the key in a refusal', () => {
    const key = Buffer.from(SAMPLE.key).toString('base64')
    const broken = bytes(sampleText().slice(0, -3))
    try {
      parseRecoveryKey(broken)
      expect.unreachable()
    } catch (error) {
      expect(`${String(error)} ${JSON.stringify(error)} ${String((error as Error).cause)}`).not.toContain(key)
    }
  })
})

describe('saveRecoveryKey', () => {
  it('saves a private file that holds the key, notes it in the store, and writes event 19005', async () => {
    const test = await aSavedKey()
    const { directory, file, keyring, saved, system } = test
    const { key } = parseRecoveryKey(await readFile(file))
    expect([...keyring.kept.values()].map((kept) => Buffer.from(kept))).toEqual([Buffer.from(key)])
    if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(await readdir(test.folder)).toEqual(['a.bak', 'recovery.key'])
    expect(saved).toMatchObject({ fileName: 'recovery.key', displayPath: file })
    expect((await system.keyProtection.describe()).recoveryKey).toEqual({
      fileName: 'recovery.key',
      savedAt: saved.savedAt,
    })
    expect(await lastEvent(test)).toMatchObject({ eventId: 19005, trackingId: saved.trackingId })
    const log = await readFile(join(directory.events, 'secret-operations.jsonl'), 'utf8')
    expect(log).not.toContain(Buffer.from(key).toString('base64'))
  })

  it('wipes the keys that it had in hand', async () => {
    const { keyring } = await aSavedKey()
    expect(keyring.passed.length).toBeGreaterThan(2)
    for (const key of keyring.passed) expect(key).toEqual(new Uint8Array(32))
  })

  it('keeps its note when the next secret is generated, and loses it when the key is replaced', async () => {
    const { file, folder, system } = await aSavedKey()
    const { keyProtection } = system
    expect((await keyProtection.describe()).recoveryKey).not.toBeNull()
    expect(await keyProtection.changeProtector('os-keyring')).toMatchObject({ recoveryKeyOutdated: true })
    expect((await keyProtection.describe()).recoveryKey).toBeNull()
    await keyProtection.saveRecoveryKey(file, 'replace')
    expect((await keyProtection.describe()).recoveryKey).not.toBeNull()
    expect(await readdir(folder)).toEqual(['a.bak', 'recovery.key'])
  })

  it('is refused in its own words where it must not go', async () => {
    const { directory, file, system } = await aSavedKey()
    const save = (path: string | null) => system.keyProtection.saveRecoveryKey(path, 'refuse')
    await expect(save(null)).rejects.toMatchObject({ code: 'RecoveryKeyFileNotChosen' })
    await expect(save(file)).rejects.toMatchObject({ code: 'RecoveryKeyFileExists' })
    await expect(save(join(directory.path, 'a.key'))).rejects.toMatchObject({
      code: 'RecoveryKeyInsideDataDirectory',
    })
    await expect(save(join(file, '..', 'gone', 'a.key'))).rejects.toMatchObject({
      code: 'RecoveryKeyFolderMissing',
    })
  })

  it('leaves no file and no note when any one step of writing it fails', async () => {
    const seen: string[] = []
    let failing = 0
    const files: FileSystem = observedFileSystem(nodeFileSystem, async ({ name, path }, run) => {
      if (!path.includes('recovery.key')) return run()
      seen.push(name)
      if (seen.length !== failing) return run()
      if (name === 'close') await run()
      throw Object.assign(new Error('EIO, injected'), { code: 'EIO' })
    })
    const { folder, system } = await openWithSecret(keyringDouble(), { files })
    const { keyProtection } = system
    const file = join(folder, 'recovery.key')
    await keyProtection.saveRecoveryKey(file, 'replace')
    await keyProtection.changeProtector('os-keyring')
    const steps = [...seen]
    await nodeFileSystem.remove(file)
    for (const at of steps.keys()) {
      seen.length = 0
      failing = at + 1
      await expect(keyProtection.saveRecoveryKey(file, 'refuse'), steps[at]).rejects.toMatchObject({
        code: 'RecoveryKeyWriteFailed',
      })
      failing = 0
      expect(await readdir(folder), steps[at]).toEqual(['a.bak'])
      expect((await keyProtection.describe()).recoveryKey, steps[at]).toBeNull()
    }
  })

  it('is refused when the file is not what was written when it is read back', async () => {
    const files: FileSystem = {
      ...nodeFileSystem,
      read: async (path, max) => {
        const found = await nodeFileSystem.read(path, max)
        return path.endsWith('.partial') && path.includes('recovery') ? found.subarray(1) : found
      },
    }
    const { folder, system } = await openWithSecret(keyringDouble(), { files })
    const saving = system.keyProtection.saveRecoveryKey(join(folder, 'recovery.key'), 'refuse')
    await expect(saving).rejects.toMatchObject({ code: 'RecoveryKeyAltered' })
    expect(await readdir(folder)).toEqual(['a.bak'])
  })

  it('is refused when the key to be saved is gone or does not open the store', async () => {
    const test = await openWithSecret(keyringDouble('refuses'))
    const { keyProtection } = test.system
    const save = () => keyProtection.saveRecoveryKey(join(test.folder, 'recovery.key'), 'refuse')
    await writeFile(test.directory.keyFile, new Uint8Array(32))
    await expect(save()).rejects.toMatchObject({ code: 'SecretStoreDamaged' })
    await nodeFileSystem.remove(test.directory.keyFile)
    await expect(save()).rejects.toMatchObject({ code: 'KeyProtectorGone' })
    expect(await readdir(test.folder)).toEqual(['a.bak'])
  })
})

describe('recoverWithKey', () => {
  it('opens the store for another account, in its own keyring, without a restore', async () => {
    const { directory, file, msid } = await aSavedKey()
    const keyringOfB = keyringDouble()
    const other = await openWithKeyring(keyringOfB, directory)
    expect(await secretInUse(other)).toBe('KeyProtectorGone')
    const recovered = await other.system.keyProtection.recoverWithKey(file)
    expect(recovered).toMatchObject({ protector: 'os-keyring', wasLost: true })
    expect(await secretInUse(other)).toBe(msid)
    expect((await other.system.keyProtection.describe()).recoveryKey).not.toBeNull()
    expect(await lastEvent(other)).toMatchObject({ eventId: 19006, trackingId: recovered.trackingId })
    for (const key of keyringOfB.passed) expect(Uint8Array.from(key)).toEqual(new Uint8Array(32))
  })

  it('keeps the key in a key file where the account has no keyring, and notes that', async () => {
    const { directory, file, msid } = await aSavedKey()
    const other = await openWithKeyring(keyringDouble('refuses'), directory)
    expect(await other.system.keyProtection.recoverWithKey(file)).toMatchObject({ protector: 'key-file' })
    expect(await other.system.keyProtection.describe()).toMatchObject({
      protector: 'key-file',
      key: 'present',
    })
    expect(await secretInUse(other)).toBe(msid)
  })

  it('works for a key that a change of protector made, too', async () => {
    const { directory, file, msid, system } = await aSavedKey()
    await system.keyProtection.changeProtector('os-keyring')
    await system.keyProtection.saveRecoveryKey(file, 'replace')
    const other = await openWithKeyring(keyringDouble(), directory)
    await other.system.keyProtection.recoverWithKey(file)
    expect(await secretInUse(other)).toBe(msid)
  })

  it('replaces a key that does not open the store', async () => {
    const test = await openWithSecret(keyringDouble('refuses'))
    const file = join(test.folder, 'recovery.key')
    await test.system.keyProtection.saveRecoveryKey(file, 'refuse')
    await writeFile(test.directory.keyFile, new Uint8Array(32))
    expect(await test.system.keyProtection.recoverWithKey(file)).toMatchObject({ wasLost: true })
    expect(await secretInUse(test)).toBe(test.msid)
  })

  it('changes nothing, and says so, when the key is there', async () => {
    const { directory, file, system } = await aSavedKey()
    const store = await readFile(directory.secretStore)
    expect(await system.keyProtection.recoverWithKey(file)).toMatchObject({ wasLost: false })
    expect(await readFile(directory.secretStore)).toEqual(store)
  })

  it('is refused with RecoveryKeyWrong, and event 19004, when the key was replaced since', async () => {
    const { directory, file, saved, system } = await aSavedKey()
    await system.keyProtection.changeProtector('os-keyring')
    const store = await readFile(directory.secretStore)
    const keyringOfB = keyringDouble()
    const other = await openWithKeyring(keyringOfB, directory)
    const error = await other.system.keyProtection.recoverWithKey(file).catch((thrown) => thrown)
    expect(error).toMatchObject({ code: 'RecoveryKeyWrong', details: { savedAt: saved.savedAt } })
    expect(await lastEvent(other)).toMatchObject({ eventId: 19004, trackingId: error.trackingId })
    expect(await readFile(directory.secretStore)).toEqual(store)
    expect(keyringOfB.kept.size).toBe(0)
  })

  it('is refused with RecoveryKeyForeign when the key is of another system', async () => {
    const other = await aSavedKey()
    const { system } = await openWithSecret(keyringDouble())
    await expect(system.keyProtection.recoverWithKey(other.file)).rejects.toMatchObject({
      code: 'RecoveryKeyForeign',
    })
  })

  it('is refused with what is wrong with the file', async () => {
    const { file, folder, system } = await aSavedKey()
    const recover = (path: string) => system.keyProtection.recoverWithKey(path)
    await expect(recover(join(folder, 'gone'))).rejects.toMatchObject({
      code: 'RecoveryKeyUnreadable',
      details: { reason: 'ENOENT' },
    })
    await expect(recover(join(folder, 'a.bak'))).rejects.toMatchObject({ code: 'RecoveryKeyNotAKey' })
    await writeFile(file, (await readFile(file, 'utf8')).slice(0, -10))
    await expect(recover(file)).rejects.toMatchObject({ code: 'RecoveryKeyDamaged' })
  })

  it('is refused and changes nothing when no protector works', async () => {
    const { directory, file } = await aSavedKey()
    const store = await readFile(directory.secretStore)
    const files: FileSystem = {
      ...nodeFileSystem,
      createExclusive: () => Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' })),
    }
    const other = await openWithKeyring(keyringDouble('refuses'), directory, { files })
    await expect(other.system.keyProtection.recoverWithKey(file)).rejects.toMatchObject({
      code: 'KeyProtectorUnavailable',
      details: { reason: 'ENOSPC' },
    })
    expect(await readFile(directory.secretStore)).toEqual(store)
  })

  it('does not put an older key in the place of one that guards nothing yet', async () => {
    const { directory, folder, system } = await openWithKeyring(keyringDouble())
    const file = join(folder, 'recovery.key')
    await system.keyProtection.saveRecoveryKey(file, 'refuse')
    await system.keyProtection.changeProtector('os-keyring')
    await expect(system.keyProtection.recoverWithKey(file)).rejects.toMatchObject({
      code: 'RecoveryKeyWrong',
    })
    const other = await openWithKeyring(keyringDouble(), directory)
    await expect(other.system.keyProtection.recoverWithKey(file)).resolves.toMatchObject({ wasLost: true })
  })
})
