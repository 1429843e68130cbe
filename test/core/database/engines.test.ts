import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

/** What only somebody who knows SQLite says, in code. */
const SQLITE =
  /@photostructure\/sqlite|node:sqlite|\bPRAGMA\b|\bsqlite_\w+|\bVACUUM\b|-wal\b|-shm\b|\bjson_each\b/

const CORE = 'electron/core'
const sources = readdirSync(CORE, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.ts'),
)
const isOfSqlite = (file: string): boolean => file.replaceAll('\\', '/').startsWith('database/sqlite/')

it.each(sources.filter((file) => !isOfSqlite(file)))('%s has nothing of SQLite', (file) => {
  expect(SQLITE.exec(readFileSync(join(CORE, file), 'utf8'))?.[0]).toBeUndefined()
})

it('what has is found', () => {
  const said = sources
    .filter(isOfSqlite)
    .filter((file) => SQLITE.test(readFileSync(join(CORE, file), 'utf8')))
  expect(said.length).toBeGreaterThan(5)
})
