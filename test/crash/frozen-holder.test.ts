import { rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { PASSWORD } from '../support/test-system.ts'
import { buildChild } from './child-process.ts'
import { countFaults } from './fault-counts.ts'
import {
  countLost,
  countUnread,
  countUnreadable,
  findHolders,
  removeFaultSite,
  sealedRows,
  siteWithRows,
} from './fault-site.ts'
import type { FreezingTask } from './freezing-child.ts'
import { FreezingProcess } from './freezing-process.ts'

/** Longer than any heartbeat would be waited for. */
const LONG_MS = 6_500

let script = ''
beforeAll(async () => {
  script = await buildChild('freezing-child')
}, 60_000)
afterAll(() => rm(dirname(script), { recursive: true, force: true }))

it.concurrent.each<FreezingTask>(['generate', 'protector'])(
  'a process that stands still for long in %s keeps the lock: another is refused, and it ends its work',
  async (task) => {
    const site = await siteWithRows()
    const [first, second] = [new FreezingProcess(script), new FreezingProcess(script)]
    try {
      const order = { dataDirectory: site.directory.path, folder: site.folder, password: PASSWORD, task }
      const before = await findHolders(site)
      // All but the last few operations are over by then: the store's rename is to come.
      const freezeAt = task === 'generate' ? 16 : 21
      expect(await first.begin({ ...order, prefix: 'a', freezeAt })).toBe('frozen')
      await delay(LONG_MS)
      const refused = await second.begin({ ...order, prefix: 'b', freezeAt: 0 })
      expect(refused).toMatchObject({ answer: 'SecretStoreBusy' })
      expect(JSON.stringify(refused)).toContain(`kill -CONT ${first.pid}`)
      expect(await first.goOn()).toMatchObject({ answer: 'success' })
      expect(await second.begin({ ...order, prefix: 'c', freezeAt: 0 })).toMatchObject({ answer: 'success' })
      const after = await findHolders(site)
      const lostSecrets = countLost(before, after)
      const unreadableRows = countUnreadable(sealedRows(site), after)
      countFaults({ faults: 1, unreadableRows, lostSecrets })
      expect({ lostSecrets, unreadableRows }).toEqual({ lostSecrets: 0, unreadableRows: 0 })
      expect(countUnread(sealedRows(site), after.store)).toBe(0)
    } finally {
      first.end()
      second.end()
      await removeFaultSite(site)
    }
  },
  60_000,
)
