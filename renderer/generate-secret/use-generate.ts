import { useCallback, useEffect, useState } from 'react'
import type { Outcome, SsoErrorData } from '../../shared/errors.ts'
import type { GeneratedSecret, GenerateStep } from '../../shared/master-secret.ts'
import { crashIn, crashOf, type ReportCrash, useReportCrash } from '../crash/crash.ts'
import { useHost } from '../host.ts'
import { checkInputs, type FieldErrors, type GenerateInputs } from './check-inputs.ts'

/** Where the dialog stands. */
export type GeneratePhase =
  | {
      readonly kind: 'editing'
      /** Each shown beneath its field. */
      readonly errors: FieldErrors
      /** Shown at the top: an error that no field can mend, or that the operation was cancelled. */
      readonly failure: SsoErrorData | null
    }
  | { readonly kind: 'running'; readonly step: GenerateStep | null; readonly cancelling: boolean }
  | { readonly kind: 'done'; readonly secret: GeneratedSecret }

/** The phases in which the dialog shows its form. */
export type FormPhase = Exclude<GeneratePhase, { kind: 'done' }>

/** Whether a running generate can still be asked to stop: not twice, and not past the commit point. */
export function mayCancel({ step, cancelling }: Extract<GeneratePhase, { kind: 'running' }>): boolean {
  return step !== 'making-current' && !cancelling
}

export interface Generate {
  readonly phase: GeneratePhase
  /** Checks the inputs, generates, and wipes the passwords in any case. */
  readonly submit: (inputs: GenerateInputs) => Promise<void>
  /** Asks for a running generate to stop; too late, and it finishes. */
  readonly cancel: () => void
}

const untouched: GeneratePhase = { kind: 'editing', errors: {}, failure: null }

/** Runs *Generate Secret* and follows its progress. */
export function useGenerate(): Generate {
  const { sso } = useHost()
  const report = useReportCrash()
  const [phase, setPhase] = useState<GeneratePhase>(untouched)
  useEffect(
    () =>
      sso.masterSecret.onProgress(({ step }) =>
        setPhase((now) => (now.kind === 'running' ? { ...now, step } : now)),
      ),
    [sso],
  )
  const submit = useCallback(
    async (inputs: GenerateInputs) => {
      const errors = checkInputs(inputs)
      if (Object.keys(errors).length > 0) {
        setPhase({ kind: 'editing', errors, failure: null })
      } else {
        setPhase({ kind: 'running', step: null, cancelling: false })
        setPhase(await run(sso, inputs, report))
      }
      inputs.password.fill(0)
      inputs.confirmation.fill(0)
    },
    [sso, report],
  )
  const cancel = useCallback(() => {
    setPhase((now) => (now.kind === 'running' ? { ...now, cancelling: true } : now))
    sso.masterSecret.cancelGenerate({}).catch((thrown) => report(crashOf(thrown)))
  }, [sso, report])
  return { phase, submit, cancel }
}

/** Never rejects, so that its caller always gets to wipe the passwords. */
async function run(
  sso: ReturnType<typeof useHost>['sso'],
  { file, password, confirmation, reminder }: GenerateInputs,
  report: ReportCrash,
): Promise<GeneratePhase> {
  try {
    const request = { file: file?.token ?? null, password, confirmation, reminder }
    const outcome = await sso.masterSecret.generate(request)
    const crash = crashIn(outcome)
    if (crash !== null) report(crash)
    return phaseAfter(outcome)
  } catch (thrown) {
    report(crashOf(thrown))
    return untouched
  }
}

function phaseAfter(outcome: Outcome<GeneratedSecret>): GeneratePhase {
  if (outcome.ok) return { kind: 'done', secret: outcome.value }
  const { error } = outcome
  return error.field === undefined
    ? { kind: 'editing', errors: {}, failure: error }
    : { kind: 'editing', errors: { [error.field]: error }, failure: null }
}
