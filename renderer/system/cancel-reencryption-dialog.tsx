import { ConfirmPage } from '../dialog/confirm-page.tsx'
import { DialogFrame } from '../dialog/dialog-frame.tsx'

export interface CancelReencryptionDialogProps {
  readonly onConfirm: () => void
  readonly onClose: () => void
}

/** Asks whether a re-encryption is to be cancelled, which leaves credentials under two master secrets. */
export function CancelReencryptionDialog({ onConfirm, onClose }: CancelReencryptionDialogProps) {
  return (
    <DialogFrame onLeave={onClose}>
      <ConfirmPage
        title="Cancel Re-encryption"
        action="Cancel Re-encryption"
        back="Go On Re-encrypting"
        running={false}
        failure={null}
        onConfirm={onConfirm}
        onCancel={onClose}
      >
        <span>
          Stop re-encrypting the credentials for good? What is done stays done; what is left stays under the
          previous master secret and can be read. Until the re-encryption is resumed and done, no other master
          secret can be generated. To stop it for a while, pause it.
        </span>
      </ConfirmPage>
    </DialogFrame>
  )
}
