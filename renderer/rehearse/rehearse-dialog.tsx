import { type RefObject, useRef, useState } from 'react'
import type { Outcome } from '../../shared/errors.ts'
import type { RehearsalProgress, RehearsalReport, RehearsedOperation } from '../../shared/rehearsal.ts'
import { type BackupPick, useBackupPick } from '../backup/use-backup-pick.ts'
import { DialogFrame } from '../dialog/dialog-frame.tsx'
import { DialogPage } from '../dialog/dialog-page.tsx'
import type { DialogProps } from '../dialog/dialog-props.ts'
import { OperationButtons } from '../dialog/operation-buttons.tsx'
import { OperationProgress } from '../dialog/operation-progress.tsx'
import { useActivity } from '../dialog/use-activity.ts'
import { leave } from '../dialog/use-leave.ts'
import { type Host, useHost } from '../host/host.ts'
import { type FormPhase, type OperationPhase, useOperation } from '../request/use-operation.ts'
import { progressInWords } from './rehearsal-in-words.ts'
import { RehearsalResult } from './rehearsal-result.tsx'
import { RehearseForm } from './rehearse-form.tsx'

type RehearsePhase = OperationPhase<RehearsalProgress, RehearsalReport>

/** *Rehearse*: what a generate or a restore would come to, found out on a copy of the system. */
export function RehearseDialog({ onActivity, onClose }: DialogProps) {
  const rehearsal = useRehearsal()
  const { cancel, phase, reset, submit } = rehearsal
  const running = phase.kind === 'running'
  useActivity(onActivity, running ? 'Rehearsing…' : null)
  const leaveIt = () => leave({ phase, cancel }, onClose)
  const start =
    phase.kind === 'done' ? { label: 'Again', onStart: reset } : { label: 'Rehearse', onStart: submit }
  return (
    <DialogFrame wide onLeave={leaveIt}>
      <DialogPage
        title="Rehearse"
        report
        part={phase.kind === 'done' ? 'result' : 'form'}
        buttons={
          <OperationButtons
            starts={[start]}
            state={running && phase.cancelling ? 'cancelling' : phase.kind}
            cancellable
            faulty={phase.kind === 'ready' && Object.keys(phase.errors).length > 0}
            onLeave={leaveIt}
          />
        }
      >
        {phase.kind === 'done' ? (
          <RehearsalResult report={phase.result} />
        ) : (
          <Inputs {...rehearsal} phase={phase} />
        )}
      </DialogPage>
    </DialogFrame>
  )
}

interface Rehearsal {
  readonly phase: RehearsePhase
  readonly operation: RehearsedOperation
  readonly pick: BackupPick
  readonly passwordRef: RefObject<HTMLInputElement | null>
  readonly choose: (operation: RehearsedOperation) => void
  readonly submit: () => void
  readonly cancel: () => void
  readonly reset: () => void
}

function useRehearsal(): Rehearsal {
  const { sso } = useHost()
  const [operation, choose] = useState<RehearsedOperation>('generate')
  const { cancel, phase, reset, start } = useOperation<RehearsalProgress, RehearsalReport>(sso.rehearsal)
  const pick = useBackupPick(phase.kind === 'ready' ? phase.errors.backupFile : undefined)
  const passwordRef = useRef<HTMLInputElement>(null)
  const submit = () => {
    const password = new TextEncoder().encode(passwordRef.current?.value ?? '')
    void start(() => rehearse(sso, operation, pick.opened?.token ?? null, password), {
      faults: {},
      wipe: () => password.fill(0),
    })
  }
  return { phase, operation, pick, passwordRef, choose, submit, cancel, reset }
}

/** An error that one of the fields can mend is one of the form, not of the rehearsal. */
async function rehearse(
  sso: Host['sso'],
  operation: RehearsedOperation,
  file: string | null,
  password: Uint8Array<ArrayBuffer>,
): Promise<Outcome<RehearsalReport>> {
  if (operation === 'generate') return sso.rehearsal.generate({})
  const outcome = await sso.rehearsal.restore({ file, password })
  const error = outcome.ok ? outcome.value.error : null
  if (!outcome.ok || error?.field === undefined) return outcome
  return { ok: false, error: { ...error, trackingId: outcome.value.trackingId } }
}

interface InputsProps extends Omit<Rehearsal, 'phase'> {
  readonly phase: FormPhase<RehearsalProgress>
}

function Inputs({ choose, operation, passwordRef, phase, pick, submit }: InputsProps) {
  const running = phase.kind === 'running'
  return (
    <>
      <p>
        Rehearse makes a copy of the system, does there what you choose, and throws the copy away. The system
        itself is not changed.
      </p>
      <RehearseForm
        operation={operation}
        pick={pick}
        passwordRef={passwordRef}
        phase={phase}
        onOperation={choose}
        onSubmit={submit}
      />
      {running && (
        <OperationProgress
          label="Rehearsal"
          counted={countedIn(phase.progress)}
          words={phase.progress === null ? 'Starting…' : progressInWords(phase.progress, operation)}
        />
      )}
    </>
  )
}

function countedIn(progress: RehearsalProgress | null) {
  if (progress === null || progress.done === null || progress.total === null) return undefined
  return { done: progress.done, total: progress.total }
}
