import { useCallback, useEffect, useState } from 'react'
import type { BackupFindings, RestoredSecret, RestoreProgress } from '../../shared/backup.ts'
import { type FieldErrors, fault } from '../../shared/backup-password.ts'
import type { Outcome, SsoErrorData } from '../../shared/errors.ts'
import { foreseeRefusal, lossOf, mayOverride } from '../backup/refusal.ts'
import { useHost } from '../host/host.ts'
import { crashIn, crashOf, type ReportCrash, useReportCrash } from '../request/crash.ts'

/** What the dialog collects. */
export interface RestoreInputs {
  /** As `OpenedBackup` names it; `null` when none is chosen. */
  readonly file: string | null
  /** UTF-8; wiped once it was used. */
  readonly password: Uint8Array<ArrayBuffer>
}

/** What the backup was found to be worth, and what stands against restoring it. */
export interface Tried {
  readonly findings: BackupFindings
  /** Why it is not restored unless its owner insists; `null` if nothing is lost. */
  readonly refusal: SsoErrorData | null
}

/** Where the dialog stands. */
export type RestorePhase =
  | {
      readonly kind: 'editing'
      /** Each shown beneath its field. */
      readonly errors: FieldErrors
      /** Shown at the top: an error that no field can mend, or that the operation was cancelled. */
      readonly failure: SsoErrorData | null
      /** `null` until the chosen backup was tried with what is typed. */
      readonly tried: Tried | null
    }
  | {
      readonly kind: 'running'
      readonly what: 'trial' | 'restore'
      /** `null` before the first step. */
      readonly progress: RestoreProgress | null
      readonly cancelling: boolean
      readonly tried: Tried | null
    }
  | { readonly kind: 'done'; readonly restored: RestoredSecret }

/** The phases in which the dialog shows its form. */
export type RestoreFormPhase = Exclude<RestorePhase, { kind: 'done' }>

/** Whether what runs can still be asked to stop: not twice, and not past the commit point. */
export function mayCancel({ cancelling, progress }: Extract<RestorePhase, { kind: 'running' }>): boolean {
  return progress?.step !== 'making-current' && !cancelling
}

export interface Restore {
  readonly phase: RestorePhase
  /** Finds out what the backup is worth. Like {@link restore}, it wipes the password in any case. */
  readonly tryBackup: (inputs: RestoreInputs) => Promise<void>
  readonly restore: (inputs: RestoreInputs) => Promise<void>
  /** Asks what runs to stop; too late, and it finishes. */
  readonly cancel: () => void
  /** What was found out is no longer true of what the dialog holds. */
  readonly forget: () => void
}

const untouched: Extract<RestorePhase, { kind: 'editing' }> = {
  kind: 'editing',
  errors: {},
  failure: null,
  tried: null,
}

/**
 * Runs *Restore Secret*: the trial, then the restore, with their progress.
 *
 * @param systemId - of the system that is restored to.
 */
export function useRestore(systemId: string): Restore {
  const { sso } = useHost()
  const report = useReportCrash()
  const [phase, setPhase] = useState<RestorePhase>(untouched)
  useEffect(
    () =>
      sso.restore.onProgress((progress) =>
        setPhase((now) => (now.kind === 'running' ? { ...now, progress } : now)),
      ),
    [sso],
  )
  const tryBackup = async (inputs: RestoreInputs) => {
    const errors = findFaults(inputs)
    if (Object.keys(errors).length > 0) {
      setPhase({ kind: 'editing', errors, failure: null, tried: null })
    } else {
      setPhase({ kind: 'running', what: 'trial', progress: null, cancelling: false, tried: null })
      const outcome = await ask(() => sso.restore.try(inputs), report)
      setPhase(afterTrial(outcome, systemId))
    }
    inputs.password.fill(0)
  }
  const restore = async (inputs: RestoreInputs) => {
    const tried = phase.kind === 'editing' ? phase.tried : null
    if (tried !== null) {
      setPhase({ kind: 'running', what: 'restore', progress: null, cancelling: false, tried })
      const override = tried.refusal !== null
      // More than was shown is asked about anew.
      const mayLose = tried.refusal === null ? undefined : lossOf(tried.refusal)
      setPhase(
        afterRestore(await ask(() => sso.restore.run({ ...inputs, override, mayLose }), report), tried),
      )
    }
    inputs.password.fill(0)
  }
  const cancel = useCallback(() => {
    setPhase((now) => (now.kind === 'running' ? { ...now, cancelling: true } : now))
    sso.restore.cancel({}).catch((thrown) => report(crashOf(thrown)))
  }, [sso, report])
  const forget = useCallback(() => {
    // A message that asks for other inputs stays until they are tried.
    setPhase((now) => (now.kind === 'editing' && now.tried !== null ? untouched : now))
  }, [])
  return { phase, tryBackup, restore, cancel, forget }
}

function findFaults({ file, password }: RestoreInputs): FieldErrors {
  return {
    ...(file === null && { backupFile: fault('backupFile', 'BackupFileNotChosen', {}) }),
    ...(password.length === 0 && { password: fault('password', 'WrongPassword', {}) }),
  }
}

/** Never rejects, so that its caller always gets to wipe the password; `null` for a crash of this window. */
async function ask<T>(call: () => Promise<Outcome<T>>, report: ReportCrash): Promise<Outcome<T> | null> {
  try {
    const outcome = await call()
    const crash = crashIn(outcome)
    if (crash !== null) report(crash)
    return outcome
  } catch (thrown) {
    report(crashOf(thrown))
    return null
  }
}

function afterTrial(outcome: Outcome<BackupFindings> | null, systemId: string): RestorePhase {
  if (outcome === null) return untouched
  if (!outcome.ok) return afterFailure(outcome.error, null)
  const findings = outcome.value
  const tried = { findings, refusal: foreseeRefusal(findings, systemId) }
  return { kind: 'editing', errors: {}, failure: null, tried }
}

function afterRestore(outcome: Outcome<RestoredSecret> | null, tried: Tried): RestorePhase {
  if (outcome === null) return { ...untouched, tried }
  if (outcome.ok) return { kind: 'done', restored: outcome.value }
  const { error } = outcome
  if (!mayOverride(error)) return afterFailure(error, tried)
  return { kind: 'editing', errors: {}, failure: null, tried: { ...tried, refusal: error } }
}

/** An error at a field asks for other inputs, of which nothing is found out yet. */
function afterFailure(error: SsoErrorData, tried: Tried | null): RestorePhase {
  return error.field === undefined
    ? { kind: 'editing', errors: {}, failure: error, tried }
    : { kind: 'editing', errors: { [error.field]: error }, failure: null, tried: null }
}
