import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { encryptWithNonce, open, seal, sealedBoxReady } from '../../../electron/core/crypto/sealed-box.ts'

const key = new Uint8Array(32).fill(7)
const data = new TextEncoder().encode('system/msid/current')

describe('sealed box', () => {
  beforeAll(sealedBoxReady)

  it('gives the ciphertext of draft-irtf-cfrg-xchacha-03 §A.3.1 when given its inputs', () => {
    const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'))
    const plaintext = new TextEncoder().encode(
      "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.",
    )
    const sealed = encryptWithNonce(
      plaintext,
      hex('50515253c0c1c2c3c4c5c6c7'),
      hex('404142434445464748494a4b4c4d4e4f5051525354555657'),
      hex('808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f'),
    )
    expect(Buffer.from(sealed).toString('hex')).toBe(
      'bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff921f9664c97637da9768812f615c68b13b52ec0875924c1c7987947deafd8780acf49',
    )
  })

  it('opens to what was sealed when key and additional data are the same', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        fc.uint8Array({ maxLength: 40 }),
        (plaintext, additional) => {
          expect(Buffer.from(open(seal(plaintext, additional, key), additional, key) ?? [])).toEqual(
            Buffer.from(plaintext),
          )
        },
      ),
    )
  })

  it('does not open when any one bit is flipped', () => {
    const box = seal(new Uint8Array(32).fill(1), data, key)
    for (let bit = 0; bit < box.length * 8; bit += 1) {
      const changed = Uint8Array.from(box)
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(open(changed, data, key)).toBeNull()
    }
  })

  it.each([0, 1, 23, 24, 39])('does not open when it has only %i bytes', (length) => {
    expect(open(new Uint8Array(length), data, key)).toBeNull()
  })

  it('does not open when the additional data differ', () => {
    const box = seal(new Uint8Array(32), data, key)
    expect(open(box, new TextEncoder().encode('system/msid/previous'), key)).toBeNull()
  })

  it('is never the same when the same is sealed twice', () => {
    expect(seal(data, data, key)).not.toEqual(seal(data, data, key))
  })
})
