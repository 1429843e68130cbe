import { useState } from 'react'
import type { SsoErrorData } from '../../shared/errors.ts'
import { ConfirmPage } from '../dialog/confirm-page.tsx'
import { useHost } from '../host/host.ts'
import { useAsk } from '../request/use-ask.ts'

export interface SwitchSsoPageProps {
  /** As it is now. */
  readonly enabled: boolean
  readonly onBusy: (busy: boolean) => void
  readonly onSwitched: () => void
  readonly onCancel: () => void
}

/** Asks before SSO is disabled or enabled. */
export function SwitchSsoPage({ enabled, onBusy, onSwitched, onCancel }: SwitchSsoPageProps) {
  const { sso } = useHost()
  const ask = useAsk()
  const [running, setRunning] = useState(false)
  const [failure, setFailure] = useState<SsoErrorData | null>(null)
  const run = async () => {
    setRunning(true)
    onBusy(true)
    const answer = await ask(() => (enabled ? sso.globalInfo.disable({}) : sso.globalInfo.enable({})))
    onBusy(false)
    if (answer.ok) return onSwitched()
    setFailure(answer.error)
    setRunning(false)
  }
  return (
    <ConfirmPage
      title={enabled ? 'Disable SSO' : 'Enable SSO'}
      action={enabled ? 'Disable SSO' : 'Enable SSO'}
      running={running}
      failure={failure}
      onConfirm={() => void run()}
      onCancel={onCancel}
    >
      <span>
        {enabled
          ? 'Disable the SSO system at once? Until it is enabled again, on every server, look-ups of credentials and tickets are refused.'
          : 'Enable the SSO system at once? Look-ups of credentials and tickets are let through again.'}
      </span>
    </ConfirmPage>
  )
}
