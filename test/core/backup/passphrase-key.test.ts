import { randomBytes } from 'node:crypto'
import { Decrypter, Encrypter, Stanza } from 'age-encryption'
import { describe, expect, it } from 'vitest'
import type { KeyDerivation } from '../../../electron/core/backup/key-derivation.ts'
import {
  BACKUP_WORK_FACTOR,
  derivedKeyIdentity,
  MAX_WORK_FACTOR,
  newPassphraseKey,
  passphraseRecipient,
  passwordIdentity,
} from '../../../electron/core/backup/passphrase-key.ts'
import { memoisingKdf } from '../../support/backup-samples.ts'
import { inProcessKdf } from '../../support/in-process-kdf.ts'
import { utf8 } from '../../support/test-system.ts'

const password = utf8('correct horse battery staple')
const fileKey = Uint8Array.from({ length: 16 }, (_, at) => at)
const SALT = 'AAECAwQFBgcICQoLDA0ODw'

/** Answers at once with a key of zeros, noting what it was asked. */
class NotingKdf implements KeyDerivation {
  readonly asked: { password: Uint8Array; salt: Uint8Array; workFactor: number; signal: unknown }[] = []
  readonly key = new Uint8Array(32).fill(7)

  async derive(
    password: Uint8Array,
    salt: Uint8Array,
    workFactor: number,
    signal?: AbortSignal,
  ): Promise<Uint8Array> {
    this.asked.push({ password, salt, workFactor, signal })
    return this.key
  }
}

const stanza = (args: readonly string[], bodyBytes = 32): Stanza =>
  new Stanza([...args], new Uint8Array(bodyBytes))

async function unwrap(kdf: KeyDerivation, ...stanzas: readonly Stanza[]): Promise<Uint8Array | null> {
  return passwordIdentity(kdf, [password]).unwrapFileKey([...stanzas])
}

async function wrapped(workFactor = 2) {
  const key = await newPassphraseKey(inProcessKdf, password, workFactor)
  return { key, stanzas: [...(await passphraseRecipient(key).wrapFileKey(fileKey))] }
}

describe('newPassphraseKey', () => {
  it('takes the work factor of age when a backup is made', () => {
    expect(BACKUP_WORK_FACTOR).toBe(18)
  })

  it("derives with age's label before the salt when asked for a key", async () => {
    const kdf = new NotingKdf()
    const { signal } = new AbortController()
    const { key, salt, workFactor } = await newPassphraseKey(kdf, password, 5, signal)
    const labelled = Buffer.concat([Buffer.from('age-encryption.org/v1/scrypt'), salt])
    expect(kdf.asked).toEqual([{ password, salt: labelled, workFactor: 5, signal }])
    expect({ key, workFactor }).toEqual({ key: kdf.key, workFactor: 5 })
  })

  it('takes a fresh salt of 16 bytes when asked again', async () => {
    const salts = await Promise.all([1, 2].map(() => newPassphraseKey(new NotingKdf(), password, 5)))
    expect(salts.map(({ salt }) => salt.byteLength)).toEqual([16, 16])
    expect(salts[0]?.salt).not.toEqual(salts[1]?.salt)
  })
})

describe('passphraseRecipient', () => {
  it('writes the scrypt stanza of age v1 when wrapping a file key', async () => {
    const { key, stanzas } = await wrapped(6)
    const salt = Buffer.from(key.salt).toString('base64').replaceAll('=', '')
    expect(stanzas.map(({ args, body }) => [args, body.byteLength])).toEqual([[['scrypt', salt, '6'], 32]])
  })

  it("is opened by the age library's own scrypt when given the password", async () => {
    const encrypter = new Encrypter()
    encrypter.addRecipient(passphraseRecipient((await wrapped()).key))
    const decrypter = new Decrypter()
    decrypter.addPassphrase('correct horse battery staple')
    expect(await decrypter.decrypt(await encrypter.encrypt('text'), 'text')).toBe('text')
  })
})

describe('derivedKeyIdentity', () => {
  it('gives the file key when the key is the one it was wrapped with', async () => {
    const { key, stanzas } = await wrapped()
    expect(await derivedKeyIdentity(key).unwrapFileKey(stanzas)).toEqual(fileKey)
  })

  it.each([
    ['salt', { salt: new Uint8Array(16) }],
    ['work factor', { workFactor: 3 }],
    ['key', { key: new Uint8Array(32) }],
  ])('answers null when the %s is another', async (_, change) => {
    const { key, stanzas } = await wrapped()
    expect(await derivedKeyIdentity({ ...key, ...change }).unwrapFileKey(stanzas)).toBeNull()
  })
})

describe('passwordIdentity', () => {
  it('gives the file key when the password fits', async () => {
    const { stanzas } = await wrapped()
    expect(await unwrap(inProcessKdf, ...stanzas)).toEqual(fileKey)
  })

  it("opens what the age library's own scrypt wrote when the password fits", async () => {
    const encrypter = new Encrypter()
    encrypter.setScryptWorkFactor(5)
    encrypter.setPassphrase('correct horse battery staple')
    const decrypter = new Decrypter()
    decrypter.addIdentity(passwordIdentity(inProcessKdf, [password]))
    expect(await decrypter.decrypt(await encrypter.encrypt('text'), 'text')).toBe('text')
  })

  it('answers null when the password does not fit', async () => {
    const { stanzas } = await wrapped()
    expect(await passwordIdentity(inProcessKdf, [utf8('another')]).unwrapFileKey(stanzas)).toBeNull()
  })

  it('wipes the key when it has tried it', async () => {
    const kdf = new NotingKdf()
    expect(await unwrap(kdf, stanza(['scrypt', SALT, '2']))).toBeNull()
    expect(kdf.key).toEqual(new Uint8Array(32))
  })

  it('passes the signal on when it derives', async () => {
    const kdf = new NotingKdf()
    const { signal } = new AbortController()
    await passwordIdentity(kdf, [password], signal).unwrapFileKey([stanza(['scrypt', SALT, '2'])])
    expect(kdf.asked.map((asked) => asked.signal)).toEqual([signal])
  })

  it('derives when the work factor is at its limit', async () => {
    const kdf = new NotingKdf()
    await unwrap(kdf, stanza(['scrypt', SALT, '20']))
    expect(MAX_WORK_FACTOR).toBe(20)
    expect(kdf.asked.map(({ workFactor }) => workFactor)).toEqual([20])
  })

  it.each(['21', '22', '63', '9999'])(
    'answers BackupCostTooHigh, deriving nothing, when the work factor is %s',
    async (workFactor) => {
      const kdf = memoisingKdf()
      const opened = unwrap(kdf, stanza(['scrypt', SALT, workFactor]))
      await expect(opened).rejects.toMatchObject({ code: 'BackupCostTooHigh', details: { limit: 20 } })
      expect(kdf.calls.count).toBe(0)
    },
  )

  it.each<readonly [string, readonly Stanza[]]>([
    ['no stanza', []],
    ['two scrypt stanzas', [stanza(['scrypt', SALT, '2']), stanza(['scrypt', SALT, '2'])]],
    ['a scrypt and another stanza', [stanza(['scrypt', SALT, '2']), stanza(['grease', 'x'])]],
    ['an X25519 stanza', [stanza(['X25519', randomBytes(32).toString('base64').replace('=', '')])]],
    ['a stanza named in another case', [stanza(['Scrypt', SALT, '2'])]],
    ['a stanza of two arguments', [stanza(['scrypt', SALT])]],
    ['a stanza of four arguments', [stanza(['scrypt', SALT, '2', '8'])]],
    ['a work factor of 0', [stanza(['scrypt', SALT, '0'])]],
    ['a work factor with a leading zero', [stanza(['scrypt', SALT, '02'])]],
    ['a work factor with a sign', [stanza(['scrypt', SALT, '+2'])]],
    ['a negative work factor', [stanza(['scrypt', SALT, '-2'])]],
    ['a work factor with a fraction', [stanza(['scrypt', SALT, '2.5'])]],
    ['a work factor in hexadecimal', [stanza(['scrypt', SALT, '0x2'])]],
    ['a work factor in other digits', [stanza(['scrypt', SALT, '٢'])]],
    ['a work factor of five digits', [stanza(['scrypt', SALT, '10000'])]],
    ['a salt of 15 bytes', [stanza(['scrypt', 'AAECAwQFBgcICQoLDA0O', '2'])]],
    ['a salt of 17 bytes', [stanza(['scrypt', 'AAECAwQFBgcICQoLDA0ODxA', '2'])]],
    ['a wrapped key of 31 bytes', [stanza(['scrypt', SALT, '2'], 31)]],
    ['a wrapped key of 33 bytes', [stanza(['scrypt', SALT, '2'], 33)]],
  ])('answers BackupDamaged, deriving nothing, when the header has %s', async (_, stanzas) => {
    const kdf = memoisingKdf()
    await expect(unwrap(kdf, ...stanzas)).rejects.toMatchObject({ code: 'BackupDamaged' })
    expect(kdf.calls.count).toBe(0)
  })
})
