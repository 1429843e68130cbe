import { useState } from 'react'
import type { RestoredSecret } from '../../shared/backup.ts'
import type { SsoErrorData } from '../../shared/errors.ts'
import { lossOf } from '../backup/refusal.ts'
import { ConfirmPage } from '../dialog/confirm-page.tsx'
import { DialogFrame } from '../dialog/dialog-frame.tsx'
import { ResultPage } from '../dialog/result-page.tsx'
import { useHost } from '../host/host.ts'
import { useAsk } from '../request/use-ask.ts'
import { dateInWords } from '../words/time-in-words.ts'
import { ConfirmLossPage } from './confirm-loss-page.tsx'
import type { StoreDialogProps } from './remove-store-dialog.tsx'
import { RestoredProperties } from './restored-properties.tsx'

const title = 'Undo Restore'

/** Asks whether a replaced secret store is to be put back, puts it back, and tells what that came to. */
export function UndoRestoreDialog({ store, onClose, onChanged }: StoreDialogProps) {
  const { ask, failure, restored, running } = useUndo(store.name, onChanged)
  const leave = () => {
    if (!running) onClose()
  }
  const common = { title, running, onCancel: leave }
  return (
    <DialogFrame onLeave={leave}>
      {restored !== null ? (
        <ResultPage title={title} done="Restore undone" button="Close" onLeave={onClose}>
          <span>The master secret that was replaced is current again.</span>
          <RestoredProperties restored={restored} />
        </ResultPage>
      ) : failure?.code === 'RestoreWouldLoseCredentials' ? (
        <ConfirmLossPage
          {...common}
          action="Undo Anyway"
          word="UNDO"
          wayBack="To read the others again, restore a backup that holds the master secret they are under."
          refusal={failure}
          onConfirm={() => ask(true)}
        />
      ) : (
        <ConfirmPage {...common} action="Undo Restore" failure={failure} onConfirm={() => ask(false)}>
          <span>
            Put back the secret store that was replaced on {dateInWords(store.replacedAt)}, with the master
            secret {store.currentMsid}? First every credential is tried with it; if any would be lost, nothing
            is changed.
          </span>
        </ConfirmPage>
      )}
    </DialogFrame>
  )
}

/** Asks for the undoing, and keeps what came of it. */
function useUndo(name: string, onChanged: () => void) {
  const { sso } = useHost()
  const askFor = useAsk()
  const [running, setRunning] = useState(false)
  const [failure, setFailure] = useState<SsoErrorData | null>(null)
  const [restored, setRestored] = useState<RestoredSecret | null>(null)
  const undo = async (override: boolean) => {
    setRunning(true)
    // More than was shown is asked about anew.
    const agreed = override && failure !== null ? { mayLose: lossOf(failure) } : {}
    const answer = await askFor(() => sso.restore.undo({ name, override, ...agreed }))
    setRunning(false)
    if (!answer.ok) return setFailure(answer.error)
    setRestored(answer.value)
    onChanged()
  }
  return { running, failure, restored, ask: (override: boolean) => void undo(override) }
}
