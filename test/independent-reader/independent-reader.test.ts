import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { decryptWithJqAndAge, noAgeBecause } from '../support/age-program.ts'
import { openCredentialSystem, setPassword, ursula } from '../support/credential-system.ts'
import { DatabaseSync } from '../support/sqlite.ts'
import { PASSWORD } from '../support/test-system.ts'
import { CREDENTIAL_ROWS, type CredentialRow, openCredentialRow, unpackValues } from './credentials.ts'
import { type FoundSecrets, readBackup, readRecoveryKey, readSecretStore } from './secrets.ts'

const fixtures = join(import.meta.dirname, '../fixtures')
const hex = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('hex')

/* The judge of the crash, freeze and restore tests: it knows docs/formats.md and nothing of the product's code. */
describe('the independent reader', () => {
  it('has nothing of the product in it', () => {
    const files = readdirSync(import.meta.dirname).filter((name) => !name.endsWith('.test.ts'))
    expect(files.length).toBeGreaterThan(2)
    const imported = files.flatMap((name) => {
      const text = readFileSync(join(import.meta.dirname, name), 'utf8')
      return [...text.matchAll(/from '([^']+)'/g)].map(([, from = '']) => from)
    })
    expect(imported.filter((from) => !/^(node:\w+|libsodium-wrappers|\.\/[\w-]+\.ts)$/.test(from))).toEqual(
      [],
    )
  })

  it.each([
    ['version-1-first.bak', 'correct horse battery staple', '7aefb937', undefined],
    ['version-1-with-previous.bak', 'Schlüssel–käse 🧀 2026', '7ffea7c5', '7aefb937'],
  ])('reads the frozen backup %s', (name, password, current, previous) => {
    const found = readBackup(join(fixtures, 'backups', name), password)
    expect(hex(found.current.bytes)).toMatch(new RegExp(`^${current}`))
    expect(found.previous?.bytes && hex(found.previous.bytes).slice(0, 8)).toBe(previous)
  })

  it('reads the frozen stores with the frozen recovery key', () => {
    const key = readRecoveryKey(join(fixtures, 'recovery-keys/version-1.key'))
    const store = (name: string): FoundSecrets | null =>
      readSecretStore(join(fixtures, 'secret-stores', `version-1-${name}.json`), key)
    expect(store('empty')).toBe(null)
    expect(hex(store('first')?.current.bytes)).toMatch(/^808182/)
    expect(hex(store('with-previous')?.previous?.bytes)).toMatch(/^808182/)
  })

  it('refuses every damaged backup', () => {
    const sound = new Set(['sound.bak', 'version-1-first.bak', 'version-1-with-previous.bak'])
    const names = readdirSync(join(fixtures, 'backups')).filter((name) => name.endsWith('.bak'))
    // A work factor that would take hours is the product's to refuse.
    const damaged = names.filter((name) => !sound.has(name) && !name.startsWith('work-factor'))
    expect(hex(readBackup(join(fixtures, 'backups/sound.bak'), PASSWORD).current.bytes)).toHaveLength(64)
    const read = damaged.filter((name) => {
      try {
        return readBackup(join(fixtures, 'backups', name), PASSWORD)
      } catch {
        return false
      }
    })
    expect(read).toEqual([])
  })

  it('reads what the product has written: backup, store, and every credential', async () => {
    const { directory, folder, system } = await openCredentialSystem()
    await setPassword(system, 'pässwort 🗝', ursula)
    const store = readSecretStore(directory.secretStore)
    expect(store).not.toBe(null)
    expect(readBackup(join(folder, 'first.bak'), PASSWORD)).toEqual(store)
    const database = new DatabaseSync(directory.database)
    const [row] = database.prepare(CREDENTIAL_ROWS).all() as unknown as CredentialRow[]
    database.close()
    if (row === undefined) throw new Error('no credential was written')
    const opened = openCredentialRow(row, store)
    expect(opened && unpackValues(opened)).toEqual(['pässwort 🗝'])
    expect(openCredentialRow({ ...row, mappingId: row.mappingId + 1 }, store)).toBe(null)
  })

  it.skipIf(noAgeBecause !== null)(
    `finds in a backup what jq and age do (${noAgeBecause ?? 'they are here'})`,
    () => {
      const path = join(fixtures, 'backups/version-1-with-previous.bak')
      const content = JSON.parse(decryptWithJqAndAge(path, 'Schlüssel–käse 🧀 2026'))
      const found = readBackup(path, 'Schlüssel–käse 🧀 2026')
      expect([hex(found.current.bytes), hex(found.previous?.bytes)]).toEqual([
        content.current.secret,
        content.previous.secret,
      ])
    },
  )
})
