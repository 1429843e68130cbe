import { describe, expect, it } from 'vitest'
import { codeOf } from '../support/restore-system.ts'
import { DatabaseSync } from '../support/sqlite.ts'
import { countFaults } from './fault-counts.ts'
import {
  atSite,
  countLost,
  countUnread,
  type FaultSite,
  findHolders,
  removeFaultSite,
  sealedRows,
  siteWithRows,
} from './fault-site.ts'

/*
 * A move is one transaction of the database. What SQLite answers when a write fails, whatever the reason, is injected by
 * triggers, at every statement of the move that writes and of its event.
 */

const writes = ['UPDATE ON global_info', 'INSERT ON event', 'UPDATE ON event_head'] as const
const moments = ['BEFORE', 'AFTER'] as const
const failures = ['ABORT', 'FAIL', 'ROLLBACK'] as const

function sql({ directory }: FaultSite, statement: string): void {
  const database = new DatabaseSync(directory.database)
  database.exec(statement)
  database.close()
}

function masterSecretServers({ directory }: FaultSite): readonly string[] {
  const database = new DatabaseSync(directory.database)
  const rows = database.prepare('SELECT master_secret_server AS name FROM global_info').all()
  database.close()
  return rows.map((row) => String((row as { name: string }).name))
}

const faults = writes.flatMap((write) =>
  moments.flatMap((moment) => failures.map((failure) => [moment, write, failure] as const)),
)

describe.each(faults)(
  'a move of the master secret server of which %s %s fails (%s)',
  (moment, write, failure) => {
    it('leaves one server with the role and loses nothing', async () => {
      const site = await siteWithRows()
      try {
        const trigger = `CREATE TRIGGER fault ${moment} ${write} BEGIN SELECT RAISE(${failure}, 'injected'); END`
        await moveWithFault(site, trigger, write === 'UPDATE ON global_info' ? 'DatabaseDamaged' : 'success')
      } finally {
        await removeFaultSite(site)
      }
    })
  },
)

/** That a move cannot be recorded cannot undo it. */
async function moveWithFault(site: FaultSite, trigger: string, expected: string): Promise<void> {
  const before = await findHolders(site)
  await atSite(site, async ({ globalInfo, servers }) => {
    await servers.join('sso02')
    sql(site, trigger)
    const answer = await codeOf(globalInfo.moveMasterSecretServer('sso02'))
    expect(answer).toBe(expected)
    expect(masterSecretServers(site)).toEqual([answer === 'success' ? 'sso02' : 'sso01'])
    sql(site, 'DROP TRIGGER fault')
    if (answer !== 'success') await globalInfo.moveMasterSecretServer('sso02')
    expect(masterSecretServers(site)).toEqual(['sso02'])
  })
  const after = await findHolders(site)
  const unreadableRows = countUnread(sealedRows(site), after.store)
  const lostSecrets = countLost(before, after)
  countFaults({ faults: 1, unreadableRows, lostSecrets })
  expect({ unreadableRows, lostSecrets }).toEqual({ unreadableRows: 0, lostSecrets: 0 })
}
