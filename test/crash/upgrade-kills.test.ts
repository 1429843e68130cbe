import { copyFile, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readCurrentSecret } from '../../electron/core/records/secret.repository.ts'
import { SeededRandom } from '../fuzz/seeded-random.ts'
import { openDatabaseFile } from '../support/open-database-file.ts'
import { makeSchema1 } from '../support/schema-1.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { buildChild, runChild, twoAtATime } from './child-process.ts'
import { countHarmless } from './fault-counts.ts'

const KILLS = 100

let script = ''
beforeAll(async () => {
  script = await buildChild('upgrading-child')
}, 60_000)
afterAll(() => rm(dirname(script), { recursive: true, force: true }))

/** The database, and whatever lies beside it, must open with what it held, upgraded. */
async function checkUpgraded(path: string): Promise<void> {
  const database = await openDatabaseFile(path)
  expect(await readCurrentSecret(database.tables)).toEqual({ id: 1, msid: 'm1' })
  expect(await database.tables.selectFrom('credential').selectAll().execute()).toEqual([])
  await database.close()
}

it(`a database of an older schema is upgraded whole after each of ${KILLS} kills at random instants`, {
  timeout: 120_000,
}, async () => {
  const folder = await temporaryFolder()
  const base = join(folder, 'base.db')
  await makeSchema1(base)
  const upgrade = async (name: string, killAfterMs: number | null) => {
    const databasePath = join(folder, `${name}.db`)
    await copyFile(base, databasePath)
    const end = await runChild(script, { databasePath }, killAfterMs)
    await checkUpgraded(databasePath)
    return end
  }
  const { durationMs } = await upgrade('measured', null)
  const random = new SeededRandom(10_728)
  let kills = 0
  await twoAtATime(async (index) => {
    const { killed } = await upgrade(`upgrade-${index}`, random.below(1_000 * durationMs) / 1_000)
    if (killed) kills += 1
    return kills < KILLS
  })
  countHarmless(kills)
  console.log(`${kills} kills within ${Math.round(durationMs)} ms`)
  expect(kills).toBeGreaterThanOrEqual(KILLS)
})
