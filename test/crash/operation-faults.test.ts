import { describe, it } from 'vitest'
import { FaultRun } from './fault-run.ts'
import { faultScenarios } from './fault-scenarios.ts'

describe.each(faultScenarios)('$name', (scenario) => {
  it(
    'loses neither a row nor a secret, whatever goes wrong at any of its file operations',
    {
      timeout: 120_000,
    },
    () => new FaultRun(scenario).run(),
  )
})
