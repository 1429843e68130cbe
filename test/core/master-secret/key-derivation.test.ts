import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { workerKeyDerivation } from '../../../electron/core/master-secret/key-derivation.ts'
import { inProcessKdf } from '../../support/in-process-kdf.ts'
import { utf8 } from '../../support/test-system.ts'

/** The worker as it is shipped; `npm test` builds it first. */
const kdf = workerKeyDerivation(pathToFileURL(resolve('dist/electron/kdf-worker.js')))
const salt = utf8('age-encryption.org/v1/scrypt0123456789abcdef')

describe('key derivation worker', () => {
  it('derives what the calling thread would, and leaves the password to its owner', async () => {
    const password = utf8('correct horse')
    const key = await kdf.derive(password, salt, 10)
    expect(Buffer.from(key)).toEqual(Buffer.from(await inProcessKdf.derive(password, salt, 10)))
    expect(password).toEqual(utf8('correct horse'))
  })

  it('keeps the calling thread free when it takes long', async () => {
    let turns = 0
    const timer = setInterval(() => {
      turns += 1
    }, 5)
    await kdf.derive(utf8('correct horse'), salt, 17)
    clearInterval(timer)
    expect(turns).toBeGreaterThan(10)
  })

  it('stops at once when it is cancelled', async () => {
    const cancel = new AbortController()
    const deriving = kdf.derive(utf8('correct horse'), salt, 20, cancel.signal)
    setTimeout(() => cancel.abort(), 50)
    await expect(deriving).rejects.toMatchObject({ code: 'Cancelled' })
  })

  it('does not start when it is cancelled already', async () => {
    await expect(kdf.derive(utf8('x'), salt, 20, AbortSignal.abort())).rejects.toMatchObject({
      code: 'Cancelled',
    })
  })

  it('rejects when the worker cannot be loaded', async () => {
    const missing = workerKeyDerivation(pathToFileURL(resolve('dist/electron/no-such-worker.js')))
    await expect(missing.derive(utf8('x'), salt, 4)).rejects.toThrow()
  })
})
