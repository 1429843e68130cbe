import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { DatabaseSync } from './support/sqlite.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

/** What the project's lint says of a file of that text at that place. */
async function lint(file: string, text: string): Promise<string> {
  const folder = await temporaryFolder()
  const { vcs: _, ...rules } = JSON.parse(readFileSync('biome.json', 'utf8'))
  writeFileSync(join(folder, 'biome.json'), JSON.stringify(rules))
  mkdirSync(dirname(join(folder, file)), { recursive: true })
  writeFileSync(join(folder, file), text)
  const linter = resolve('node_modules/@biomejs/biome/bin/biome')
  const { stderr, stdout } = spawnSync(process.execPath, [linter, 'lint', '.'], {
    cwd: folder,
    encoding: 'utf8',
  })
  return stderr + stdout
}

describe('one SQLite library a process', () => {
  it.each([
    ['the product', 'electron/core/health/bad.ts', "import { DatabaseSync } from '@photostructure/sqlite'"],
    ['a test', 'test/core/bad.test.ts', "import { DatabaseSync } from 'node:sqlite'"],
    ['an import when needed', 'electron/core/bad.ts', "const one = await import('@photostructure/sqlite')"],
    ['a type alone', 'test/bench/bad.ts', "import type { DatabaseSync } from 'node:sqlite'"],
  ])('is held by lint in %s', async (_what, file, text) => {
    expect(await lint(file, `${text}\n`)).toContain('load-sqlite.ts')
  })

  it('lets the one file that loads it do so', async () => {
    const file = 'electron/core/database/sqlite/load-sqlite.ts'
    expect(await lint(file, "import type { SqliteModule } from '@photostructure/sqlite'\n")).not.toContain(
      'One SQLite',
    )
  })

  it('keeps a lock while another connection of the process is closed', async () => {
    const path = resolve(await temporaryFolder(), 'a.db')
    const holder = new DatabaseSync(path)
    holder.exec('CREATE TABLE t (a); BEGIN EXCLUSIVE')
    new DatabaseSync(path).close()
    const script = `const { DatabaseSync } = process.getBuiltinModule('node:sqlite') ?? await import('@photostructure/sqlite')
      try { new DatabaseSync(process.argv[1]).exec('BEGIN IMMEDIATE'); console.log('taken') } catch { console.log('busy') }`
    const args = ['--input-type=module', '-e', script, path]
    const other = spawnSync(process.execPath, args, { encoding: 'utf8', cwd: resolve('.') })
    holder.close()
    expect(other.stdout.trim()).toBe('busy')
  })
})
