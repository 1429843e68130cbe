import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { aRestoreRequest, codeOf } from '../support/restore-system.ts'
import { aGenerateRequest } from '../support/test-system.ts'
import { countFaults } from './fault-counts.ts'
import type { FaultScenario } from './fault-run.ts'
import { faultScenarios } from './fault-scenarios.ts'
import {
  atSite,
  copyFaultSite,
  countLost,
  countUnread,
  countUnreadable,
  type FaultSite,
  findHolders,
  openFaultSite,
  removeFaultSite,
  sealedRows,
  settle,
  siteWithRows,
} from './fault-site.ts'

const YEAR_MS = 365 * 86_400_000
/** Between two operations at which the clock goes back. */
const STRIDE = 4

const scenarios: readonly FaultScenario[] = [
  {
    name: 'a generate',
    make: siteWithRows,
    operate: ({ folder, system }) => system.masterSecret.generate(aGenerateRequest(join(folder, '3.bak'))),
  },
  {
    name: 'a restore',
    make: siteWithRows,
    operate: (site) => site.system.masterSecret.restore(aRestoreRequest(site, '2.bak')),
  },
  ...faultScenarios,
  {
    name: 'moving the master secret server',
    make: siteWithSecondServer,
    operate: ({ system }) => system.globalInfo.moveMasterSecretServer('sso02'),
  },
]

async function siteWithSecondServer(): Promise<FaultSite> {
  const site = await siteWithRows()
  await atSite(site, ({ servers }) => servers.join('sso02'))
  return site
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})

/** Runs the scenario with the clock going back a year at one operation; at 0, before the system is opened. */
async function runWithClockBack(
  { operate }: FaultScenario,
  template: FaultSite,
  at: number,
): Promise<number> {
  const copy = await copyFaultSite(template)
  const before = await findHolders(copy)
  const goBack = async (): Promise<void> => {
    vi.setSystemTime(Date.now() - YEAR_MS)
  }
  if (at === 0) await goBack()
  const site = await openFaultSite(copy)
  site.faults.arm(at, goBack)
  expect(await codeOf(operate(site))).toBe('success')
  const operations = site.faults.seen.length
  site.faults.disarm()
  await site.system.reencryption.whenIdle()
  await site.system.close()
  const after = await findHolders(site)
  const unreadableRows = countUnreadable(sealedRows(site), after)
  const lostSecrets = countLost(before, after)
  countFaults({ faults: 1, unreadableRows, lostSecrets })
  expect({ lostSecrets, unreadableRows, unread: countUnread(sealedRows(site), after.store) }).toEqual({
    lostSecrets: 0,
    unreadableRows: 0,
    unread: 0,
  })
  await removeFaultSite(site)
  return operations
}

describe.each(scenarios)('$name', (scenario) => {
  it('succeeds and loses nothing when the clock goes back a year before it or while it runs', {
    timeout: 60_000,
  }, async () => {
    const template = await scenario.make()
    settle(template)
    const operations = await runWithClockBack(scenario, template, 0)
    for (let at = 1; at <= operations; at += STRIDE) {
      vi.useRealTimers()
      vi.useFakeTimers({ toFake: ['Date'] })
      await runWithClockBack(scenario, template, at)
    }
    await removeFaultSite(template)
  })
})
