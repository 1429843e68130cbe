import { stat, truncate, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { nodeFileSystem } from '../../../electron/core/files/node-file-system.ts'
import { keepNewKey } from '../../../electron/core/master-secret/key-protectors/choose-protector.ts'
import { keyFileProtector } from '../../../electron/core/master-secret/key-protectors/key-file-protector.ts'
import type { KeyProtector } from '../../../electron/core/master-secret/key-protectors/key-protector.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const SYSTEM = 'f8b6e1a0-52c5-4f5e-9d59-7f0f8f3d1c11'

/** A keyring in memory; `faulty` ones lose or refuse what they are given. */
function aKeyring(fault: 'none' | 'refuses' | 'loses' | 'garbles' = 'none'): KeyProtector {
  const kept = new Map<string, Uint8Array>()
  return {
    kind: 'os-keyring',
    place: 'a keyring',
    async keep(systemId, key) {
      if (fault === 'refuses') throw new Error('no Secret Service')
      if (fault !== 'loses')
        kept.set(systemId, fault === 'garbles' ? key.map((byte) => byte ^ 1) : Uint8Array.from(key))
    },
    async find(systemId) {
      const key = kept.get(systemId)
      return key === undefined ? null : Uint8Array.from(key)
    },
  }
}

describe('key file', () => {
  it('gives back the key and is private when the key was kept', async () => {
    const path = join(await temporaryFolder(), 'secret-store.key')
    const protector = keyFileProtector(path, nodeFileSystem)
    await protector.keep(SYSTEM, new Uint8Array(32).fill(5))
    expect(Buffer.from((await protector.find(SYSTEM)) ?? [])).toEqual(Buffer.alloc(32, 5))
    if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600)
  })

  it('gives null when it is gone, too short or too long', async () => {
    const path = join(await temporaryFolder(), 'secret-store.key')
    const protector = keyFileProtector(path, nodeFileSystem)
    expect(await protector.find(SYSTEM)).toBeNull()
    await protector.keep(SYSTEM, new Uint8Array(32))
    await truncate(path, 31)
    expect(await protector.find(SYSTEM)).toBeNull()
    await truncate(path, 33)
    expect(await protector.find(SYSTEM)).toBeNull()
    await unlink(path)
    expect(await protector.find(SYSTEM)).toBeNull()
  })
})

describe('keepNewKey', () => {
  it('prefers the first protector when it works', async () => {
    const first = aKeyring()
    const { key, protector } = await keepNewKey([first, aKeyring()], SYSTEM)
    expect(protector).toBe(first)
    expect(await first.find(SYSTEM)).toEqual(key)
  })

  it.each(['refuses', 'loses', 'garbles'] as const)(
    'takes the next when the first %s the key',
    async (fault) => {
      const second = aKeyring()
      expect((await keepNewKey([aKeyring(fault), second], SYSTEM)).protector).toBe(second)
    },
  )

  it('fails when no protector works', async () => {
    await expect(keepNewKey([aKeyring('loses'), aKeyring('refuses')], SYSTEM)).rejects.toThrow(
      'no Secret Service',
    )
  })
})
