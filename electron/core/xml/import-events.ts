import { eventsOf } from '../applications/application.service.ts'
import type { ApplicationUpdate } from '../applications/update-application.ts'
import type { FurtherEvent } from '../events/operation-events.ts'
import { describeChanges, describeMove } from '../system/global-info-events.ts'
import type { GlobalInfoUpdate } from '../system/update-global-info.ts'
import type { ImportPlan } from './import-plan.ts'

/** What an import came to. */
export interface Imported {
  readonly plan: ImportPlan
  readonly system: GlobalInfoUpdate | null
  readonly updates: readonly ApplicationUpdate[]
  readonly lacksSecret: boolean
}

/** The events of the original for what an import changed. */
export function importEvents({ system, updates }: Imported): readonly FurtherEvent[] {
  return [
    ...(system === null ? [] : eventsOfSystem(system)),
    ...updates.flatMap((update) => [...eventsOf(update)]),
  ]
}

function eventsOfSystem({ after, before }: GlobalInfoUpdate): readonly FurtherEvent[] {
  const move = { before: before.masterSecretServer, after: after.masterSecretServer }
  return [...describeChanges(before, after), ...describeMove(move)]
}
