import { scryptSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { scryptKey } from '../../../electron/core/crypto/scrypt.ts'

describe('scrypt', () => {
  it.each([1, 4, 10])("agrees with the runtime's own when the work factor is %i", async (workFactor) => {
    const password = new TextEncoder().encode('pässwörd')
    const salt = new TextEncoder().encode('age-encryption.org/v1/scryptSALT')
    const expected = scryptSync(password, salt, 32, { N: 2 ** workFactor, r: 8, p: 1 })
    expect(Buffer.from(await scryptKey(password, { salt, workFactor, blockSize: 8 }))).toEqual(expected)
  })
})
