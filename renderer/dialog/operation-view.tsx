import type { ReactNode } from 'react'
import type { OperationPhase } from '../request/use-operation.ts'
import { FailureBar } from '../words/failure-bar.tsx'

export interface OperationViewProps<P, R> {
  readonly phase: OperationPhase<P, R>
  /** `progress` is `null` until there is some. */
  readonly running: (progress: P | null) => ReactNode
  readonly done: (result: R) => ReactNode
}

/** Where an operation stands: why it ended without a result, how far it is, or what came of it. */
export function OperationView<P, R>({ phase, running, done }: OperationViewProps<P, R>) {
  switch (phase.kind) {
    case 'ready':
      return phase.failure && <FailureBar error={phase.failure} />
    case 'running':
      return running(phase.progress)
    case 'done':
      return done(phase.result)
  }
}
