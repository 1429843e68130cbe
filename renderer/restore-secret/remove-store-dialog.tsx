import { useRef } from 'react'
import type { ReplacedStore } from '../../shared/backup.ts'
import { ConfirmPage } from '../dialog/confirm-page.tsx'
import { DialogFrame } from '../dialog/dialog-frame.tsx'
import { useHost } from '../host/host.ts'
import { useConfirmed } from '../request/use-confirmed.ts'
import { dateInWords } from '../words/time-in-words.ts'
import { ConfirmLossPage } from './confirm-loss-page.tsx'

export interface StoreDialogProps {
  readonly store: ReplacedStore
  readonly onClose: () => void
  /** The copy is gone, or is not what it was. */
  readonly onChanged: () => void
}

/** Asks whether the copy of a replaced secret store is to be removed for good. */
export function RemoveStoreDialog({ store, onClose, onChanged }: StoreDialogProps) {
  const { sso } = useHost()
  const onRemoved = () => {
    onClose()
    onChanged()
  }
  const loss = useRef<number | undefined>(undefined)
  const { confirm, failure, leave, running } = useConfirmed(
    () => sso.restore.removeReplaced({ name: store.name, mayLose: loss.current }),
    onRemoved,
    onClose,
  )
  const confirmLoss = () => {
    loss.current = Number(failure?.details.rows)
    confirm()
  }
  const common = { title: 'Remove Replaced Store', running, onCancel: leave }
  return (
    <DialogFrame onLeave={leave}>
      {failure?.code === 'ReplacedStoreNeeded' ? (
        <ConfirmLossPage
          {...common}
          action="Remove Anyway"
          word="REMOVE"
          wayBack="Once it is removed, only a backup of its master secrets can bring these credentials back."
          refusal={failure}
          onConfirm={confirmLoss}
        />
      ) : (
        <ConfirmPage {...common} action="Remove" failure={failure} onConfirm={confirm}>
          <span>
            Remove the copy of the secret store that was replaced on {dateInWords(store.replacedAt)}? That
            restore cannot be undone any more. Where no backup holds its master secret, the secret is lost for
            good.
          </span>
        </ConfirmPage>
      )}
    </DialogFrame>
  )
}
