import { useCallback, useEffect, useRef, useState } from 'react'
import type { FieldErrors } from '../../shared/backup-password.ts'
import type { Outcome, SsoErrorData } from '../../shared/errors.ts'
import { crashIn, crashOf, type ReportCrash, useReportCrash } from './crash.ts'

/** A dialog in which inputs are awaited. */
export interface Editing {
  readonly kind: 'editing'
  /** Each shown beneath its field. */
  readonly errors: FieldErrors
  /** Shown at the top: an error that no field can mend, or that the operation was cancelled. */
  readonly failure: SsoErrorData | null
}

/** A dialog whose operation is under way. */
export interface Running<Step extends string> {
  readonly kind: 'running'
  /** The step that runs, or `null` before the first. */
  readonly step: Step | null
  readonly cancelling: boolean
  /** Who is writing to the database that is waited for. */
  readonly writer?: string | undefined
}

/** The phases in which a dialog shows its form. */
export type FormPhase<Step extends string = string> = Editing | Running<Step>

/** Where a dialog stands. */
export type RunPhase<Step extends string, Result> =
  | FormPhase<Step>
  | { readonly kind: 'done'; readonly result: Result }

/** What a dialog runs. Only what it is when the dialog opens counts. */
export interface Operation<Inputs, Step extends string, Result> {
  /** Finds, before anybody is asked, what the inputs alone would be refused for. */
  readonly check: (inputs: Inputs) => FieldErrors
  readonly call: (inputs: Inputs) => Promise<Outcome<Result>>
  /** Calls `listener` as each step begins until the returned function is called. */
  readonly onProgress: (
    listener: (progress: { readonly step: Step; readonly writer?: string }) => void,
  ) => () => void
  readonly cancel: () => Promise<unknown>
  /** Overwrites the secrets among the inputs; called once they are no longer needed. */
  readonly wipe: (inputs: Inputs) => void
}

/** A dialog's operation, and how it gets on. */
export interface Run<Inputs, Step extends string, Result> {
  readonly phase: RunPhase<Step, Result>
  /** Checks the inputs, runs the operation, and wipes the inputs in any case. */
  readonly submit: (inputs: Inputs) => Promise<void>
  /** Asks for a running operation to stop; too late, and it finishes. */
  readonly cancel: () => void
}

const untouched: Editing = { kind: 'editing', errors: {}, failure: null }

/** Whether a running operation can still be asked to stop: not twice, and not past the commit point. */
export function mayCancel({ step, cancelling }: Running<string>): boolean {
  return step !== 'making-current' && !cancelling
}

/** Runs an operation from its inputs to its result and follows its progress. */
export function useRun<Inputs, Step extends string, Result>(
  operation: Operation<Inputs, Step, Result>,
): Run<Inputs, Step, Result> {
  const report = useReportCrash()
  const { current: of } = useRef(operation)
  const [phase, setPhase] = useState<RunPhase<Step, Result>>(untouched)
  useEffect(
    () =>
      of.onProgress(({ step, writer }) =>
        setPhase((now) => (now.kind === 'running' ? { ...now, step, writer } : now)),
      ),
    [of],
  )
  const submit = useCallback(
    async (inputs: Inputs) => {
      const errors = of.check(inputs)
      if (Object.keys(errors).length > 0) {
        setPhase({ kind: 'editing', errors, failure: null })
      } else {
        setPhase({ kind: 'running', step: null, cancelling: false })
        setPhase(await callOnce(of, inputs, report))
      }
      of.wipe(inputs)
    },
    [of, report],
  )
  const cancel = useCallback(() => {
    setPhase((now) => (now.kind === 'running' ? { ...now, cancelling: true } : now))
    of.cancel().catch((thrown) => report(crashOf(thrown)))
  }, [of, report])
  return { phase, submit, cancel }
}

/** Never rejects, so that its caller always gets to wipe the inputs. */
async function callOnce<Inputs, Step extends string, Result>(
  { call }: Operation<Inputs, Step, Result>,
  inputs: Inputs,
  report: ReportCrash,
): Promise<RunPhase<Step, Result>> {
  try {
    const outcome = await call(inputs)
    const crash = crashIn(outcome)
    if (crash !== null) report(crash)
    return phaseAfter(outcome)
  } catch (thrown) {
    report(crashOf(thrown))
    return untouched
  }
}

function phaseAfter<Result>(outcome: Outcome<Result>): RunPhase<never, Result> {
  if (outcome.ok) return { kind: 'done', result: outcome.value }
  const { error } = outcome
  return error.field === undefined
    ? { kind: 'editing', errors: {}, failure: error }
    : { kind: 'editing', errors: { [error.field]: error }, failure: null }
}
