import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { SsoDatabase } from '../../../electron/core/database/sso-database.ts'
import { writeEnabled } from '../../../electron/core/records/global-info.repository.ts'
import { openTestDatabase, testDatabases } from '../../support/databases.ts'
import { findUsesBeside } from '../../support/uses-beside.ts'

const CORE = 'electron/core'

describe('work inside a transaction', () => {
  it('does not compile outside of one', () => {
    // @ts-expect-error Only a transaction makes a Within: the compiler refuses this line, which never runs.
    const write = ({ tables }: SsoDatabase): Promise<void> => writeEnabled(tables, true)
    expect(write).toBeTypeOf('function')
  })

  it.each(testDatabases)('runs with what the transaction gives it, in $engine', async ({ place }) => {
    const database = await openTestDatabase(await place())
    await database.transaction((within) => writeEnabled(within, true))
    expect(await database.tables.selectFrom('global_info').selectAll().execute()).toEqual([])
  })

  const files = readdirSync(CORE, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  )

  it.each(files)('never reaches the database beside it: %s', (file) => {
    expect(findUsesBeside(readFileSync(join(CORE, file), 'utf8'))).toEqual([])
  })

  it.each([
    ['a callback', 'await database.transaction(async () => {\n  await read(database.tables)\n})'],
    ['one on a line', 'database.transaction(() => read(this.#deps.database.tables))'],
    ['another transaction', 'transaction(async (within) => {\n  database.transaction(go)\n})'],
    ['a function', 'function f(within: Within, n: number): Promise<void> {\n  tables.selectFrom(x)\n}'],
    ['an arrow', 'const f = async (within: Within): Promise<void> =>\n  database.tables.selectFrom(x)'],
  ])('is found to do so in %s', (_what, text) => {
    expect(findUsesBeside(text)).toHaveLength(1)
  })

  it('is not found where there is none', () => {
    const text = 'const f = (within: Within): void => {\n  within.selectFrom(x)\n}\nread(database.tables)'
    expect(findUsesBeside(text)).toEqual([])
  })
})
