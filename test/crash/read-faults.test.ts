import { describe, it, vi } from 'vitest'
import { ReadFaultRun } from './read-fault-run.ts'
import { readScenarios } from './read-fault-scenarios.ts'

vi.mock('node:fs/promises', async (original) => {
  const { faultyPromises } = await import('./read-faults.ts')
  return faultyPromises(await original())
})

vi.mock('node:fs', async (original) => {
  const { faultySync } = await import('./read-faults.ts')
  return faultySync(await original())
})

describe.each(readScenarios)('$name', (scenario) => {
  it(
    'takes nothing that cannot be read for absent, loses nothing, and says nothing untrue',
    { timeout: 300_000 },
    () => new ReadFaultRun(scenario).run(),
  )
})
