import { describe, expect, it } from 'vitest'
import { RateMeter } from '../../../electron/core/reencryption/rate-meter.ts'

function aMeter() {
  let now = 1_000
  const meter = new RateMeter(() => now)
  const pass = (milliseconds: number, rows: number): void => {
    now += milliseconds
    meter.add(rows)
  }
  return { meter, pass }
}

describe('rate meter', () => {
  it('knows nothing before there is something to tell it by', () => {
    const { meter } = aMeter()
    expect(meter.perSecond()).toBeNull()
    meter.begin()
    expect(meter.perSecond()).toBeNull()
  })

  it('tells rows per second', () => {
    const { meter, pass } = aMeter()
    meter.begin()
    pass(500, 100)
    pass(500, 200)
    expect(meter.perSecond()).toBe(300)
  })

  it('forgets what is some seconds ago, and everything when it begins anew', () => {
    const { meter, pass } = aMeter()
    meter.begin()
    for (let at = 0; at < 10; at += 1) pass(1_000, 1_000)
    for (let at = 0; at < 10; at += 1) pass(1_000, 10)
    expect(meter.perSecond()).toBe(10)
    meter.begin()
    expect(meter.perSecond()).toBeNull()
  })
})
