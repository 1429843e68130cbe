import { describe, expect, it } from 'vitest'
import { PasswordThrottle } from '../../../electron/core/backup/password-throttle.ts'
import { SsoError } from '../../../electron/core/errors/sso-error.ts'
import { aRestoreRequest, codeOf, openRestoreSystem } from '../../support/restore-system.ts'
import { utf8 } from '../../support/test-system.ts'

const wrong = (): Promise<never> => Promise.reject(SsoError.of('WrongPassword', {}))
const right = (): Promise<string> => Promise.resolve('opened')

/** A throttle that notes its waits instead of waiting. */
function aThrottle() {
  const waits: number[] = []
  const throttle = new PasswordThrottle(async (milliseconds) => {
    waits.push(milliseconds)
  })
  const guess = async (times: number): Promise<void> => {
    for (let at = 0; at < times; at += 1) await codeOf(throttle.try(wrong))
  }
  return { throttle, waits, guess }
}

describe('the throttle of password tries', () => {
  it('lets five wrong passwords pass without a wait', async () => {
    const { guess, waits } = aThrottle()
    await guess(5)
    expect(waits).toEqual([])
  })

  it('doubles the wait from a second to half a minute from the sixth try on', async () => {
    const { guess, waits } = aThrottle()
    await guess(13)
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000])
  })

  it('says that it waits when it does, and not before', async () => {
    const { guess, throttle } = aThrottle()
    let told = 0
    const tell = () => {
      told += 1
    }
    await guess(4)
    await codeOf(throttle.try(wrong, undefined, tell))
    expect(told).toBe(0)
    await codeOf(throttle.try(wrong, undefined, tell))
    expect(told).toBe(1)
  })

  it('begins anew after a right password', async () => {
    const { guess, throttle, waits } = aThrottle()
    await guess(6)
    expect(await throttle.try(right)).toBe('opened')
    waits.length = 0
    await guess(5)
    expect(waits).toEqual([])
  })

  it('does not count what fails for another reason than the password', async () => {
    const { throttle, waits } = aThrottle()
    const damaged = () => Promise.reject(SsoError.of('BackupDamaged', { reason: 'cut' }))
    for (let at = 0; at < 8; at += 1) await codeOf(throttle.try(damaged))
    expect(waits).toEqual([])
  })

  it('counts tries made at the same time one after the other', async () => {
    const { throttle, waits } = aThrottle()
    await Promise.all(Array.from({ length: 7 }, () => codeOf(throttle.try(wrong))))
    expect(waits).toEqual([1_000, 2_000])
  })

  it('stops waiting, and does not try, once it is cancelled', async () => {
    const throttle = new PasswordThrottle()
    for (let at = 0; at < 5; at += 1) await codeOf(throttle.try(wrong))
    const cancel = new AbortController()
    setTimeout(() => cancel.abort(), 20)
    let tried = false
    const trying = throttle.try(async () => {
      tried = true
    }, cancel.signal)
    expect(await codeOf(trying)).toBe('Cancelled')
    expect(tried).toBe(false)
  })

  it('is shared by verifying and restoring', async () => {
    const test = await openRestoreSystem()
    const { masterSecret } = test.system
    const guess = aRestoreRequest(test, '1.bak', { password: utf8('not the one') })
    for (let at = 0; at < 3; at += 1) expect(await codeOf(masterSecret.verify(guess))).toBe('WrongPassword')
    for (let at = 0; at < 2; at += 1) expect(await codeOf(masterSecret.restore(guess))).toBe('WrongPassword')
    const cancel = new AbortController()
    setTimeout(() => cancel.abort(), 300)
    expect(await codeOf(masterSecret.verify(aRestoreRequest(test, '1.bak'), { signal: cancel.signal }))).toBe(
      'Cancelled',
    )
  })
})
