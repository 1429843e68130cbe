import { createHash, hkdfSync, randomBytes } from 'node:crypto'
import { chacha20poly1305 } from '@noble/ciphers/chacha.js'
import { SsoError } from '../errors/sso-error.ts'
import { BatchResealer } from './batch-resealer.ts'
import { openCredential, sealCredential } from './credential-box.ts'
import { scryptKey } from './scrypt.ts'
import { encryptWithNonce, sealedBoxReady } from './sealed-box.ts'
import type { SealingKey } from './sodium-batch.ts'

interface SelfTest {
  readonly primitive: string
  readonly passes: () => boolean | Promise<boolean>
}

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'))
const ascii = (text: string): Uint8Array => new TextEncoder().encode(text)
const isHex = (bytes: Uint8Array | ArrayBuffer, expected: string): boolean =>
  Buffer.from(bytes as Uint8Array).toString('hex') === expected

/** The sample message of RFC 8439 §2.8.2 and draft-irtf-cfrg-xchacha-03 §A.3.1. */
const SUNSCREEN = ascii(
  "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.",
)
const SUNSCREEN_KEY = hex('808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f')
const SUNSCREEN_DATA = hex('50515253c0c1c2c3c4c5c6c7')

/** Known answers for every primitive the product relies on. */
export const selfTests: readonly SelfTest[] = [
  {
    primitive: 'SHA-256', // FIPS 180-4, the one-block example "abc"
    passes: () =>
      isHex(
        createHash('sha256').update('abc').digest(),
        'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
      ),
  },
  {
    primitive: 'HKDF-SHA256', // RFC 5869 §A.1
    passes: () =>
      isHex(
        hkdfSync(
          'sha256',
          hex('0b'.repeat(22)),
          hex('000102030405060708090a0b0c'),
          hex('f0f1f2f3f4f5f6f7f8f9'),
          42,
        ),
        '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
      ),
  },
  {
    primitive: 'XChaCha20-Poly1305', // draft-irtf-cfrg-xchacha-03 §A.3.1: the tag
    passes: () => {
      const nonce = hex('404142434445464748494a4b4c4d4e4f5051525354555657')
      const sealed = encryptWithNonce(SUNSCREEN, SUNSCREEN_DATA, nonce, SUNSCREEN_KEY)
      return isHex(sealed.subarray(-16), 'c0875924c1c7987947deafd8780acf49')
    },
  },
  {
    // Uses libsodium in a way of its own: were it wrong, every credential would seem damaged.
    primitive: 'XChaCha20-Poly1305 in batches',
    passes: () => {
      const [from, to] = [1, 2].map((secretId) => ({ secretId, key: new Uint8Array(randomBytes(32)) })) as [
        SealingKey,
        SealingKey,
      ]
      const sealed = new Uint8Array(sealCredential(SUNSCREEN, 7, from.secretId, from.key))
      const batches = new BatchResealer(from, to)
      const rows = { mappingIds: Float64Array.of(7), lengths: Uint32Array.of(sealed.byteLength), sealed }
      const resealed = batches.reseal(rows)
      batches.close()
      const opened = openCredential(resealed.sealed, 7, to.secretId, to.key)
      return opened !== null && Buffer.compare(opened, SUNSCREEN) === 0
    },
  },
  {
    primitive: 'ChaCha20-Poly1305', // RFC 8439 §2.8.2: the tag
    passes: () => {
      const cipher = chacha20poly1305(SUNSCREEN_KEY, hex('070000004041424344454647'), SUNSCREEN_DATA)
      return isHex(cipher.encrypt(SUNSCREEN).subarray(-16), '1ae10b594f09e26a7e902ecbd0600691')
    },
  },
  {
    primitive: 'scrypt', // RFC 7914 §12, first vector: the first 32 bytes
    passes: async () =>
      isHex(
        await scryptKey(new Uint8Array(0), { salt: new Uint8Array(0), workFactor: 4, blockSize: 1 }),
        '77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442',
      ),
  },
  {
    primitive: 'random generator', // Two equal draws of 256 bits mean that it is stuck.
    passes: () => !randomBytes(32).equals(randomBytes(32)),
  },
]

/**
 * Runs every known-answer test; nothing else may run before it has passed.
 *
 * @throws {@link SsoError} `SelfTestFailed`, naming the first primitive that gave a wrong answer.
 */
export async function runSelfTests(tests: readonly SelfTest[] = selfTests): Promise<void> {
  await sealedBoxReady()
  for (const test of tests) {
    if (!(await test.passes())) throw SsoError.of('SelfTestFailed', { primitive: test.primitive })
  }
}
