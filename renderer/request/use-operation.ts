import { useCallback, useEffect, useState } from 'react'
import type { Outcome, SsoErrorData } from '../../shared/errors.ts'
import { crashIn, crashOf, type ReportCrash, useReportCrash } from './crash.ts'

/** Where something that takes a while stands. */
export type OperationPhase<P, R> =
  /** `failure`: why it ended without a result, or that it was cancelled. */
  | { readonly kind: 'ready'; readonly failure: SsoErrorData | null }
  /** `progress` is `null` until there is some. */
  | { readonly kind: 'running'; readonly progress: P | null; readonly cancelling: boolean }
  | { readonly kind: 'done'; readonly result: R }

export interface Operation<P, R> {
  readonly phase: OperationPhase<P, R>
  /** Asks the main process for it, and follows it to its end. Never rejects. */
  readonly start: (ask: () => Promise<Outcome<R>>) => Promise<void>
  /** Asks for it to stop; what has ended by then has ended. */
  readonly cancel: () => void
  /** Forgets the result, for another start. */
  readonly reset: () => void
}

export interface OperationChannels<P> {
  /** Hears of progress until the function it returns is called. */
  readonly onProgress?: (listener: (progress: P) => void) => () => void
  readonly cancel?: (request: Record<string, never>) => Promise<unknown>
}

/** Runs something that takes a while; the channels must be the same at every call. */
export function useOperation<P, R>({ cancel: stop, onProgress }: OperationChannels<P>): Operation<P, R> {
  const report = useReportCrash()
  const [phase, setPhase] = useState<OperationPhase<P, R>>({ kind: 'ready', failure: null })
  useEffect(
    () =>
      onProgress?.((progress) => setPhase((now) => (now.kind === 'running' ? { ...now, progress } : now))),
    [onProgress],
  )
  const start = useCallback(
    async (ask: () => Promise<Outcome<R>>) => {
      setPhase({ kind: 'running', progress: null, cancelling: false })
      setPhase(await follow(ask, report))
    },
    [report],
  )
  const cancel = useCallback(() => {
    setPhase((now) => (now.kind === 'running' ? { ...now, cancelling: true } : now))
    stop?.({}).catch((thrown) => report(crashOf(thrown)))
  }, [stop, report])
  const reset = useCallback(() => setPhase({ kind: 'ready', failure: null }), [])
  return { phase, start, cancel, reset }
}

async function follow<P, R>(
  ask: () => Promise<Outcome<R>>,
  report: ReportCrash,
): Promise<OperationPhase<P, R>> {
  try {
    const outcome = await ask()
    const crash = crashIn(outcome)
    if (crash !== null) report(crash)
    return outcome.ok
      ? { kind: 'done', result: outcome.value }
      : { kind: 'ready', failure: crash === null ? outcome.error : null }
  } catch (thrown) {
    report(crashOf(thrown))
    return { kind: 'ready', failure: null }
  }
}
