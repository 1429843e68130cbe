import type { SsoErrorData } from '../../shared/errors.ts'
import type { ServerOverview } from '../../shared/servers.ts'
import { ConfirmPage } from '../dialog/confirm-page.tsx'
import { DialogFrame } from '../dialog/dialog-frame.tsx'
import { DialogPage } from '../dialog/dialog-page.tsx'
import { FocusedButton } from '../dialog/focused-button.tsx'
import { useHost } from '../host/host.ts'
import { useConfirmed } from '../request/use-confirmed.ts'
import { FailureBar } from '../words/failure-bar.tsx'
import { ForeignText } from '../words/foreign-text.tsx'

const title = 'Remove Server'

export interface RemoveServerDialogProps {
  readonly server: ServerOverview
  /** Why the server cannot be removed, or `null` if it can. */
  readonly refusal: SsoErrorData | null
  readonly onRemoved: () => void
  readonly onClose: () => void
}

/** Asks whether a server is to be removed, or says why it cannot. */
export function RemoveServerDialog({ server, refusal, onRemoved, onClose }: RemoveServerDialogProps) {
  const { sso } = useHost()
  const { confirm, failure, leave, running } = useConfirmed(
    () => sso.servers.leave({ name: server.name }),
    onRemoved,
    onClose,
  )
  return (
    <DialogFrame onLeave={leave}>
      {refusal === null ? (
        <ConfirmPage
          title={title}
          action="Remove"
          running={running}
          failure={failure}
          onConfirm={confirm}
          onCancel={leave}
        >
          <span>
            Remove <ForeignText>{server.name}</ForeignText> from the SSO system? Its audit levels are
            forgotten. It joins again when it next opens the system.
          </span>
        </ConfirmPage>
      ) : (
        <DialogPage title={title} buttons={<FocusedButton onClick={onClose}>Close</FocusedButton>}>
          <FailureBar error={refusal} />
        </DialogPage>
      )}
    </DialogFrame>
  )
}
