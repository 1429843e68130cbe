import { describe, expect, it } from 'vitest'
import { OutsideRun, STILL_AFTER_MS } from '../../../electron/core/reencryption/outside-run.ts'
import type { ReencryptionRow } from '../../../electron/core/reencryption/reencryption.repository.ts'

const row: ReencryptionRow = {
  secretId: 2,
  msid: 'm2',
  state: 'running',
  total: 100_000,
  done: 0,
  damaged: 0,
  startedAt: '2026-01-02T03:04:05.678Z',
  finishedAt: null,
}

function anOutsideRun() {
  let now = 1_000
  const run = new OutsideRun(() => now)
  const later = (milliseconds: number, changes: Partial<ReencryptionRow>) => {
    now += milliseconds
    run.look({ ...row, ...changes })
    return { isMoving: run.isMoving, isStill: run.isStill, perSecond: run.perSecond() }
  }
  return { later }
}

describe('a run of another process', () => {
  it('is not known to move before it was seen to, nor to stand still before it was looked at for long', () => {
    const { later } = anOutsideRun()
    expect(later(0, {})).toEqual({ isMoving: false, isStill: false, perSecond: null })
    expect(later(STILL_AFTER_MS - 1, {})).toMatchObject({ isMoving: false, isStill: false })
    expect(later(1, {})).toMatchObject({ isMoving: false, isStill: true })
  })

  it('moves while its rows become more, and its rate is that of the rows', () => {
    const { later } = anOutsideRun()
    later(0, {})
    later(500, { done: 5_000 })
    expect(later(500, { done: 10_000 })).toEqual({ isMoving: true, isStill: false, perSecond: 10_000 })
  })

  it('moves also where rows are damaged', () => {
    const { later } = anOutsideRun()
    later(0, {})
    expect(later(500, { damaged: 5 })).toMatchObject({ isMoving: true })
  })

  it('stands still when its process is gone', () => {
    const { later } = anOutsideRun()
    later(0, {})
    later(500, { done: 5_000 })
    expect(later(STILL_AFTER_MS, { done: 5_000 })).toEqual({
      isMoving: false,
      isStill: true,
      perSecond: null,
    })
  })

  it('is looked at anew when it is another', () => {
    const { later } = anOutsideRun()
    later(0, { done: 7_000 })
    expect(later(500, { msid: 'm3', done: 0 })).toEqual({ isMoving: false, isStill: false, perSecond: null })
  })
})
