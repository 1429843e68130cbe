import { setTimeout as pause } from 'node:timers/promises'
import { expect, it } from 'vitest'
import type { ReencryptionService } from '../../electron/core/reencryption/reencryption.service.ts'
import { followReencryption, reencryptionHandlers } from '../../electron/ipc/reencryption-handlers.ts'
import type { ReencryptionOverview } from '../../shared/reencryption.ts'
import { openTestSystem } from '../support/test-system.ts'

const overview: ReencryptionOverview = {
  phase: 'running',
  msid: 'm1',
  total: 10,
  done: 0,
  damaged: 0,
  rowsPerSecond: null,
  secondsLeft: null,
  startedAt: '2026-01-02T03:04:05.678Z',
  finishedAt: null,
  failure: null,
}

it('answer how a re-encryption stands after each change', async () => {
  const { system } = await openTestSystem()
  const calls: string[] = []
  const reencryption = Object.assign(Object.create(system.reencryption), {
    pause: async () => calls.push('pause'),
    resume: async () => calls.push('resume'),
    cancel: async () => calls.push('cancel'),
    describe: async () => ({ ...overview, done: calls.length }),
  })
  const handlers = reencryptionHandlers({ system: async () => ({ ...system, reencryption }) })
  expect(await handlers['reencryption.pause']({})).toMatchObject({ done: 1 })
  expect(await handlers['reencryption.resume']({})).toMatchObject({ done: 2 })
  expect(await handlers['reencryption.cancel']({})).toMatchObject({ done: 3 })
  expect(calls).toEqual(['pause', 'resume', 'cancel'])
})

it('refuse whoever may not administer the master secret', async () => {
  const { system } = await openTestSystem({
    account: async () => ({ name: 'eve', groups: [], isLocalAdministrator: false }),
  })
  const handlers = reencryptionHandlers({ system: async () => system })
  const refused = { code: 'AccessDeniedNotSsoAdministrator' }
  await expect(handlers['reencryption.pause']({})).rejects.toMatchObject(refused)
  await expect(handlers['reencryption.resume']({})).rejects.toMatchObject(refused)
  await expect(handlers['reencryption.cancel']({})).rejects.toMatchObject(refused)
})

/** What is followed where nothing comes from outside. */
function followed(onChange: ReencryptionService['onChange'], describe: ReencryptionService['describe']) {
  return { reencryption: { onChange, describe }, changes: { onEachChange: () => undefined } }
}

it('tell of one that another process began, when the database is seen to change', async () => {
  const told: string[] = []
  let changedOutside: () => void = () => undefined
  const reencryption = { onChange: () => undefined, describe: async () => overview }
  const onEachChange = (listener: () => void): void => {
    changedOutside = listener
  }
  followReencryption({ reencryption, changes: { onEachChange } }, ({ phase }) => told.push(phase))
  expect(told).toEqual([])
  changedOutside()
  await expect.poll(() => told).toEqual([overview.phase])
})

it('tell of many changes with one notice, the last state in it', async () => {
  const told: number[] = []
  let changed: () => void = () => undefined
  let done = 0
  const onChange = (listener: () => void): void => {
    changed = listener
  }
  followReencryption(
    followed(onChange, async () => ({ ...overview, done })),
    (seen) => told.push(seen.done),
  )
  for (done = 1; done < 9; done += 1) changed()
  await expect.poll(() => told).toEqual([9])
  done = 10
  changed()
  await expect.poll(() => told).toEqual([9, 10])
  await pause(300)
  expect(told).toEqual([9, 10])
})

it('say with a notice whether the re-encryption is in another phase than was told last', async () => {
  const told: boolean[] = []
  let changed: () => void = () => undefined
  const onChange = (listener: () => void): void => {
    changed = listener
  }
  let now = overview
  followReencryption(
    followed(onChange, async () => now),
    (_seen, isAnotherPhase) => told.push(isAnotherPhase),
  )
  for (const next of [overview, { ...overview, done: 5 }, { ...overview, phase: 'elsewhere' as const }]) {
    now = next
    changed()
    const before = told.length
    await expect.poll(() => told.length).toBe(before + 1)
  }
  expect(told).toEqual([true, false, true])
})
