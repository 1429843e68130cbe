import { readdirSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { describe, expect, it } from 'vitest'

const core = join('electron', 'core')

/** How a query begins. */
const QUERY = /\.(?:selectFrom|insertInto|replaceInto|updateTable|deleteFrom|with)\(|\bsql(?:<.*>)?`/

/** Code that queries tables: not what the databases themselves are made of. */
function filesWithQueries(): readonly string[] {
  const files = readdirSync(core, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.startsWith(`database${sep}`))
    .sort()
  return files.filter((file) => QUERY.test(readFileSync(join(core, file), 'utf8')))
}

describe('queries', () => {
  it('stand in repositories alone', () => {
    const others = filesWithQueries().filter((file) => !file.endsWith('.repository.ts'))
    expect(others).toEqual([])
  })

  it('are found where they stand', () => {
    expect(filesWithQueries()).toContain(join('records', 'secret.repository.ts'))
  })
})
