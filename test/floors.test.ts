import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { floors } from '../.dependency-cruiser.mjs'

const page = readFileSync('docs/architecture.md', 'utf8')

/** What the page draws of `root`, from the ground up. */
function drawn(root: string): readonly (readonly string[])[] {
  const block = page.split('```').find((text) => text.trimStart().startsWith(`${root}\n`)) ?? ''
  const lines = [...block.matchAll(/^ +(\d+) {2}(.+)$/gm)]
  expect(lines.map(([, number]) => Number(number))).toEqual(lines.map((_, at) => lines.length - at))
  return lines.map(([, , folders = '']) => folders.trim().split(/ +/)).reverse()
}

function foldersOf(root: string): readonly string[] {
  const entries = readdirSync(root, { withFileTypes: true })
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
}

describe.each(Object.entries(floors))('the floors of %s', (root, expected) => {
  it('are drawn in the architecture as the linter holds them', () => {
    expect(drawn(root)).toEqual(expected)
  })

  it('have every folder that is there, once', () => {
    expect([...expected.flat()].sort()).toEqual([...foldersOf(root)].sort())
  })

  it('are told of, folder by folder', () => {
    const rows = page.split('\n').filter((line) => line.startsWith('| `'))
    const owners = rows.map((row) => row.split('|')[1] ?? '')
    const untold = foldersOf(root).filter((name) => !owners.some((cell) => cell.includes(`\`${name}/\``)))
    expect(untold).toEqual([])
  })
})

describe('the architecture', () => {
  it('names only files that are there', () => {
    const roots = ['electron', 'renderer', 'shared', 'test', 'scripts', 'docs']
    const files = roots.flatMap((root) =>
      readdirSync(root, { recursive: true, encoding: 'utf8' }).map(
        (file) => `/${root}/${file.replaceAll('\\', '/')}`,
      ),
    )
    const named = [...page.matchAll(/`([\w./<>-]+\.(?:tsx?|mjs|md|html))`/g)].map(([, name = '']) => name)
    const missing = named.filter(
      (name) =>
        !name.includes('<') && !name.startsWith('.') && !files.some((file) => file.endsWith(`/${name}`)),
    )
    expect(missing).toEqual([])
  })
})
