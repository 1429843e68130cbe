import { useCallback, useMemo, useRef, useState } from 'react'
import type { BackupFindings, RestoredSecret, RestoreProgress } from '../../shared/backup.ts'
import { type FieldErrors, fault } from '../../shared/backup-password.ts'
import type { SsoErrorData } from '../../shared/errors.ts'
import { foreseeRefusal, lossOf, mayOverride } from '../backup/refusal.ts'
import { useHost } from '../host/host.ts'
import { type OperationPhase, type Ready, type Running, useOperation } from '../request/use-operation.ts'

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

/** The dialog shows its form; `tried` is `null` until the chosen backup was tried with what is typed. */
export type RestoreFormPhase =
  | (Ready & { readonly tried: Tried | null })
  | (Running<RestoreProgress> & { readonly what: 'trial' | 'restore'; readonly tried: Tried | null })

/** Where the dialog stands. */
export type RestorePhase = RestoreFormPhase | { readonly kind: 'done'; readonly result: RestoredSecret }

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

/**
 * Runs *Restore Secret*: the trial, then the restore, with their progress.
 *
 * @param systemId - of the system that is restored to.
 */
export function useRestore(systemId: string): Restore {
  const { sso } = useHost()
  const {
    start: startTrial,
    reset: forgetTrial,
    ...trial
  } = useOperation<RestoreProgress, BackupFindings>(sso.restore)
  const {
    start,
    reset: forgetRestore,
    ...restoring
  } = useOperation<RestoreProgress, RestoredSecret>(sso.restore)
  /** What the last restore was to be done in spite of; `undefined` before the first. */
  const [insisted, setInsisted] = useState<SsoErrorData | null>()
  const phase = useMemo(
    () => phaseOf(trial.phase, restoring.phase, insisted, systemId),
    [trial.phase, restoring.phase, insisted, systemId],
  )
  const tried = phase.kind === 'done' ? null : phase.tried
  const found = useRef(tried)
  found.current = phase.kind === 'ready' ? tried : null
  const forget = useCallback(() => {
    // A message that asks for other inputs stays until they are tried.
    if (found.current === null) return
    forgetTrial()
    forgetRestore()
    setInsisted(undefined)
  }, [forgetTrial, forgetRestore])
  const tryBackup = (inputs: RestoreInputs) => {
    forgetRestore()
    setInsisted(undefined)
    return startTrial(() => sso.restore.try(inputs), {
      faults: findFaults(inputs),
      wipe: () => inputs.password.fill(0),
    })
  }
  const restore = async (inputs: RestoreInputs) => {
    if (phase.kind !== 'ready' || tried === null) {
      inputs.password.fill(0)
      return
    }
    const { refusal } = tried
    setInsisted(refusal)
    // More than was shown is asked about anew.
    const mayLose = refusal === null ? undefined : lossOf(refusal)
    const request = { ...inputs, override: refusal !== null, mayLose }
    await start(() => sso.restore.run(request), { faults: {}, wipe: () => inputs.password.fill(0) })
  }
  const { cancel } = trial.phase.kind === 'running' ? trial : restoring
  return { phase, tryBackup, restore, cancel, forget }
}

/** Where the dialog stands, by where the trial and the restore do. */
function phaseOf(
  trial: OperationPhase<RestoreProgress, BackupFindings>,
  restoring: OperationPhase<RestoreProgress, RestoredSecret>,
  insisted: SsoErrorData | null | undefined,
  systemId: string,
): RestorePhase {
  if (restoring.kind === 'done') return restoring
  if (trial.kind === 'running') return { ...trial, what: 'trial', tried: null }
  if (trial.kind === 'ready') return { ...trial, tried: null }
  const findings = trial.result
  const refusal = insisted === undefined ? foreseeRefusal(findings, systemId) : insisted
  if (restoring.kind === 'running') return { ...restoring, what: 'restore', tried: { findings, refusal } }
  // An error at a field asks for other inputs, of which nothing is found out yet.
  if (Object.keys(restoring.errors).length > 0) return { ...restoring, tried: null }
  const { failure } = restoring
  return failure !== null && mayOverride(failure)
    ? { ...restoring, failure: null, tried: { findings, refusal: failure } }
    : { ...restoring, tried: { findings, refusal } }
}

function findFaults({ file, password }: RestoreInputs): FieldErrors {
  return {
    ...(file === null && { backupFile: fault('backupFile', 'BackupFileNotChosen', {}) }),
    ...(password.length === 0 && { password: fault('password', 'WrongPassword', {}) }),
  }
}
