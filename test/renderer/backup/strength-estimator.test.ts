import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { StrengthEstimator } from '../../../renderer/backup/strength-estimator.ts'
import type { Strength } from '../../../renderer/host/strength.ts'
import { StrengthWorkerDouble } from '../support/strength-worker-double.ts'

const weak: Strength = { score: 0, advice: 'Too short.' }
const strong: Strength = { score: 4, advice: '' }

function anEstimator() {
  const workers: StrengthWorkerDouble[] = []
  const told: (Strength | null)[] = []
  const start = () => {
    const worker = new StrengthWorkerDouble()
    workers.push(worker)
    return worker
  }
  const estimator = new StrengthEstimator(start, (strength) => told.push(strength))
  const asked = () => workers.flatMap((worker) => worker.questions.map(({ password }) => password))
  return { estimator, workers, told, asked }
}

describe('StrengthEstimator', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('asks once for the last password when keys follow each other fast', () => {
    const { estimator, asked } = anEstimator()
    for (const password of ['p', 'pa', 'pas']) estimator.estimate(password)
    vi.advanceTimersByTime(1000)
    expect(asked()).toEqual(['pas'])
  })

  it('tells the rating when it comes', () => {
    const { estimator, workers, told } = anEstimator()
    estimator.estimate('pas')
    vi.advanceTimersByTime(1000)
    workers[0]?.answer(0, weak)
    expect(told).toEqual([weak])
  })

  it('drops a late answer when the password has changed since', () => {
    const { estimator, workers, told } = anEstimator()
    estimator.estimate('pas')
    vi.advanceTimersByTime(1000)
    estimator.estimate('password')
    workers[0]?.answer(0, weak)
    expect(told).toEqual([])
  })

  it('skips what was overtaken when the worker is busy', () => {
    const { estimator, workers, asked, told } = anEstimator()
    for (const password of ['one', 'two', 'three']) {
      estimator.estimate(password)
      vi.advanceTimersByTime(1000)
    }
    expect(asked()).toEqual(['one'])
    workers[0]?.answer(0, weak)
    expect(asked()).toEqual(['one', 'three'])
    workers[0]?.answer(1, strong)
    expect(told).toEqual([strong])
  })

  it('says at once that there is nothing to rate when the password is emptied', () => {
    const { estimator, workers, told } = anEstimator()
    estimator.estimate('pas')
    vi.advanceTimersByTime(1000)
    estimator.estimate('')
    workers[0]?.answer(0, weak)
    expect(told).toEqual([null])
  })

  it('ends the thread and starts another for the next password when stopped', () => {
    const { estimator, workers, told, asked } = anEstimator()
    estimator.estimate('one')
    vi.advanceTimersByTime(1000)
    estimator.stop()
    expect(workers[0]?.stopped).toBe(true)
    workers[0]?.answer(0, weak)
    estimator.estimate('two')
    vi.advanceTimersByTime(1000)
    expect(asked()).toEqual(['one', 'two'])
    expect(workers).toHaveLength(2)
    expect(told).toEqual([])
  })

  it('asks nothing when stopped before the pause is over', () => {
    const { estimator, workers } = anEstimator()
    estimator.estimate('one')
    estimator.stop()
    vi.advanceTimersByTime(1000)
    expect(workers).toEqual([])
  })
})
