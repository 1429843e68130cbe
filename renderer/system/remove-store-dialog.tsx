import type { ReplacedStore } from '../../shared/backup.ts'
import { ConfirmPage } from '../ask/confirm-page.tsx'
import { FormDialog } from '../ask/form-dialog.tsx'
import { useConfirmed } from '../ask/use-confirmed.ts'
import { useHost } from '../host.ts'
import { dateInWords } from './time-in-words.ts'

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
  const { confirm, failure, leave, running } = useConfirmed(
    () => sso.restore.removeReplaced({ name: store.name }),
    onRemoved,
    onClose,
  )
  return (
    <FormDialog onLeave={leave}>
      <ConfirmPage
        title="Remove Replaced Store"
        action="Remove"
        running={running}
        failure={failure}
        onConfirm={confirm}
        onCancel={leave}
      >
        <span>
          Remove the copy of the secret store that was replaced on {dateInWords(store.replacedAt)}? That
          restore cannot be undone any more. Where no backup holds its master secret, the secret is lost for
          good.
        </span>
      </ConfirmPage>
    </FormDialog>
  )
}
