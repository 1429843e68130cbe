import { useCallback, useEffect, useState } from 'react'
import type { FieldErrors } from '../../shared/backup-password.ts'
import type { Outcome, SsoErrorData } from '../../shared/errors.ts'
import { type Answer, useAsk } from './use-ask.ts'

/** Nothing runs: it can be started. */
export interface Ready {
  readonly kind: 'ready'
  /** Each is shown beneath its field. */
  readonly errors: FieldErrors
  /** Why it ended without a result, for reasons that no field can mend, or that it was cancelled. */
  readonly failure: SsoErrorData | null
}

export interface Running<P> {
  readonly kind: 'running'
  /** `null` until there is some. */
  readonly progress: P | null
  readonly cancelling: boolean
}

/** The phases in which a dialog shows its form. */
export type FormPhase<P = unknown> = Ready | Running<P>

/** Where something that takes a while stands. */
export type OperationPhase<P, R> = FormPhase<P> | { readonly kind: 'done'; readonly result: R }

/** What it is asked with, where a form collects that. */
export interface CollectedInputs {
  /** What it would be refused for by the inputs alone; with any, nobody is asked. */
  readonly faults: FieldErrors
  /** Overwrites the secrets among the inputs; called in any case, once they are no longer needed. */
  readonly wipe: () => void
}

export interface Operation<P, R> {
  readonly phase: OperationPhase<P, R>
  /** Asks the main process for it, and follows it to its end. Never rejects. */
  readonly start: (ask: () => Promise<Outcome<R>>, inputs?: CollectedInputs) => Promise<void>
  /** Asks for it to stop; what has ended by then has ended. */
  readonly cancel: () => void
  /** Forgets how it ended, for another start. */
  readonly reset: () => void
}

export interface OperationChannels<P> {
  /** Hears of progress until the function it returns is called. */
  readonly onProgress?: (listener: (progress: P) => void) => () => void
  readonly cancel?: (request: Record<string, never>) => Promise<Outcome<unknown>>
}

const untouched: Ready = { kind: 'ready', errors: {}, failure: null }

/** Whether something that runs can still be asked to stop: not twice, and not past the commit point. */
export function mayCancel({ cancelling, progress }: Running<unknown>): boolean {
  const step = progress !== null && typeof progress === 'object' && 'step' in progress ? progress.step : null
  return step !== 'making-current' && !cancelling
}

/** Runs something that takes a while; the channels must be the same at every call. */
export function useOperation<P, R>({ cancel: stop, onProgress }: OperationChannels<P>): Operation<P, R> {
  const ask = useAsk()
  const [phase, setPhase] = useState<OperationPhase<P, R>>(untouched)
  useEffect(
    () =>
      onProgress?.((progress) => setPhase((now) => (now.kind === 'running' ? { ...now, progress } : now))),
    [onProgress],
  )
  const start = useCallback(
    async (call: () => Promise<Outcome<R>>, inputs?: CollectedInputs) => {
      const errors = inputs?.faults ?? {}
      if (Object.keys(errors).length > 0) {
        setPhase({ kind: 'ready', errors, failure: null })
      } else {
        setPhase({ kind: 'running', progress: null, cancelling: false })
        setPhase(phaseAfter(await ask(call)))
      }
      inputs?.wipe()
    },
    [ask],
  )
  const cancel = useCallback(() => {
    setPhase((now) => (now.kind === 'running' ? { ...now, cancelling: true } : now))
    if (stop !== undefined) void ask(() => stop({}))
  }, [ask, stop])
  const reset = useCallback(() => setPhase(untouched), [])
  return { phase, start, cancel, reset }
}

function phaseAfter<R>(answer: Answer<R>): OperationPhase<never, R> {
  if (answer.ok) return { kind: 'done', result: answer.value }
  const { error } = answer
  return error?.field === undefined
    ? { kind: 'ready', errors: {}, failure: error }
    : { kind: 'ready', errors: { [error.field]: error }, failure: null }
}
