import { readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'

/** What is loaded with a module: its imports but for types and for those that are loaded later. */
function importsOf(path: string): string[] {
  const source = readFileSync(path, 'utf8')
  const statements = source.matchAll(/^(?:import|export)\s+(?!type\b)(?:[^'"]*?from\s*)?'([^']+)'/gm)
  return [...statements].map(([, name = '']) =>
    name.startsWith('.') ? normalize(join(dirname(path), name)) : name,
  )
}

function loadedWith(path: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(path)) return seen
  seen.add(path)
  if (path.endsWith('.ts')) for (const one of importsOf(path)) loadedWith(one, seen)
  return seen
}

describe.each(['ssoconfig', 'ssomanage', 'ssoclient'])('%s', (program) => {
  it('starts without the core, without packages, and with few parts of Node', () => {
    const loaded = [
      ...loadedWith(`electron/cli/${program}.ts`),
      ...loadedWith(`electron/cli/${program}/run.ts`),
    ]
    expect(loaded).toContain('electron/cli/run/run-program.ts')
    expect(loaded.filter((path) => path.startsWith('electron/core/'))).toEqual(
      loaded.includes('electron/core/crypto/wipe.ts') ? ['electron/core/crypto/wipe.ts'] : [],
    )
    const parts = loaded.filter((path) => !/^(electron|shared)\/|^package\.json$/.test(path))
    expect(
      parts.filter((name) => !['node:path', 'node:events', 'node:os', 'node:timers/promises'].includes(name)),
    ).toEqual([])
  })
})

describe('what a program loads later', () => {
  it('is found by the same search, so that it would be noticed', () => {
    const loaded = [...loadedWith('electron/cli/host/core-services.ts')]
    expect(loaded).toContain('electron/core/sso-system.ts')
    expect(loaded).toContain('kysely')
  })
})
