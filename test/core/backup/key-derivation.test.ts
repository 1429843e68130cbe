import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { workerKeyDerivation } from '../../../electron/core/backup/key-derivation.ts'
import { inProcessKdf } from '../../support/in-process-kdf.ts'
import { utf8 } from '../../support/test-system.ts'

/** The worker as it is shipped; `npm test` builds it first. */
const script = pathToFileURL(resolve('dist/electron/kdf-worker.js'))
const kdf = workerKeyDerivation(script)
const password = utf8('correct horse')
const salt = utf8('age-encryption.org/v1/scrypt0123456789abcdef')

describe('key derivation worker', () => {
  it('derives what the calling thread would, and leaves the password to its owner', async () => {
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

  it('derives the same, once prepared for it', async () => {
    const prepared = workerKeyDerivation(script)
    prepared.prepare?.()
    prepared.prepare?.()
    const keys = [await prepared.derive(password, salt, 10), await prepared.derive(password, salt, 10)]
    const expected = Buffer.from(await inProcessKdf.derive(password, salt, 10))
    expect(keys.map((key) => Buffer.from(key))).toEqual([expected, expected])
  })

  it('gives up an unused worker in time, and derives with a new one', async () => {
    const prepared = workerKeyDerivation(script, 1)
    prepared.prepare?.()
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(await prepared.derive(password, salt, 10)).toHaveLength(32)
  })

  it('says what failed when the prepared worker could not be loaded', async () => {
    const missing = workerKeyDerivation(pathToFileURL(resolve('dist/electron/no-such-worker.js')))
    missing.prepare?.()
    await new Promise((resolve) => setTimeout(resolve, 200))
    await expect(missing.derive(utf8('x'), salt, 4)).rejects.toThrow()
  })
})
