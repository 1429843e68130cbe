import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { OutsideChanges } from '../../../electron/core/database/outside-changes.ts'
import type { SsoDatabase } from '../../../electron/core/database/sso-database.ts'
import { insertSystem, noteCurrentSecret } from '../../../electron/core/records/system.repository.ts'
import { openDatabaseFile } from '../../support/open-database-file.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const EVERY_MS = 5

async function aDatabaseTwice(): Promise<{ own: SsoDatabase; other: SsoDatabase }> {
  const path = join(await temporaryFolder(), 'sso.db')
  const [own, other] = [await openDatabaseFile(path), await openDatabaseFile(path)]
  onTestFinished(() => own.close())
  onTestFinished(() => other.close())
  return { own, other }
}

function write(database: SsoDatabase): Promise<void> {
  const createdAt = '2026-01-01T00:00:00.000Z'
  return database.transaction((within) =>
    insertSystem(within, { systemId: 'system-1', masterSecretServer: 'sso01', createdAt }),
  )
}

/** Counts what is told of a database, on a clock that {@link lookSeveralTimes} turns. */
function countChanges({ changes }: SsoDatabase) {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  onTestFinished(() => void vi.useRealTimers())
  const counted = { times: 0 }
  changes.onChange(() => {
    counted.times += 1
  })
  return counted
}

const lookSeveralTimes = () => vi.advanceTimersByTime(5_000)

/** Counts what is told where `dataVersion` answers so. */
function count(dataVersion: () => number) {
  const changes = new OutsideChanges(dataVersion, EVERY_MS)
  onTestFinished(() => changes.close())
  const told = new EventTarget()
  const counted = { told, changes, times: 0 }
  changes.onChange(() => {
    counted.times += 1
    told.dispatchEvent(new Event('change'))
  })
  return counted
}

const someLooks = () => pause(EVERY_MS * 10)

describe('changes of the SSO database from outside', () => {
  it('are told of once', async () => {
    const { other, own } = await aDatabaseTwice()
    const counted = countChanges(own)
    await write(other)
    lookSeveralTimes()
    expect(counted.times).toBe(1)
  })

  it('are not told of where they were made by the database that is asked', async () => {
    const { own } = await aDatabaseTwice()
    const counted = countChanges(own)
    await write(own)
    lookSeveralTimes()
    expect(counted.times).toBe(0)
  })

  it('are told of no more after the end', async () => {
    const { other, own } = await aDatabaseTwice()
    const counted = countChanges(own)
    await own.close()
    await write(other)
    lookSeveralTimes()
    expect(counted.times).toBe(0)
  })

  it('change the version, whoever makes them', async () => {
    const { other, own } = await aDatabaseTwice()
    const first = own.changes.version()
    expect(own.changes.version()).toBe(first)
    await write(other)
    const second = own.changes.version()
    expect(second).not.toBe(first)
    await own.transaction((within) => noteCurrentSecret(within, 'm1', '2026-01-01T00:00:00.000Z'))
    expect(own.changes.version()).not.toBe(second)
  })

  it('are told of later where the database cannot be read at once', async () => {
    const answers = [1, new Error('busy'), 2]
    const dataVersion = () => {
      const answer = answers.length > 1 ? answers.shift() : answers[0]
      if (answer instanceof Error) throw answer
      return answer ?? 0
    }
    const counted = count(dataVersion)
    await once(counted.told, 'change')
    await someLooks()
    expect(counted.times).toBe(1)
  })

  it('are told of when they begin, and now and then while they do not end', async () => {
    let looks = 0
    const dataVersion = () => {
      looks += 1
      return looks
    }
    const counted = count(dataVersion)
    await once(counted.told, 'change')
    expect(looks).toBe(2)
    await once(counted.told, 'change')
    expect(looks).toBeGreaterThan(10)
    await once(counted.told, 'change')
    expect(looks).toBeGreaterThan(20)
    expect(counted.times).toBe(3)
  })

  it('are told of each time to those who ask for each', async () => {
    const answers = [1, 2, 3, 3, 4]
    const changes = new OutsideChanges(() => answers.shift() ?? 4, EVERY_MS)
    onTestFinished(() => changes.close())
    let times = 0
    changes.onEachChange(() => {
      times += 1
    })
    await expect.poll(() => answers).toEqual([])
    await someLooks()
    expect(times).toBe(3)
  })

  it('cost next to nothing to look for', async () => {
    const { own } = await aDatabaseTwice()
    const began = performance.now()
    for (let look = 0; look < 1_000; look += 1) own.changes.version()
    // It is done once a second: a millisecond each would be a thousandth of a processor.
    expect(performance.now() - began).toBeLessThan(1_000)
  })
})
