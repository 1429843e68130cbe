import { useCallback, useState } from 'react'
import type { KeyProtectorKind } from '../../shared/master-secret.ts'
import { DialogFrame } from '../dialog/dialog-frame.tsx'
import { DialogPage } from '../dialog/dialog-page.tsx'
import type { DialogProps } from '../dialog/dialog-props.ts'
import { FocusedButton } from '../dialog/focused-button.tsx'
import { useHost } from '../host/host.ts'
import { ReadingFailed } from '../request/reading-failed.tsx'
import { type Reading, useReading } from '../request/use-reading.ts'
import { ChangeQuestion } from './change-question.tsx'
import { KeyProtectorPage } from './key-protector-page.tsx'
import { KeyProtectorResult } from './key-protector-result.tsx'
import { type KeyProtectionWork, useKeyProtectionWork } from './use-key-protection.ts'

/** What guards the key of the secret store, its copy in the owner's hands, and the way out when it is lost. */
export function KeyProtectorDialog({ overview, onActivity, onChanged, onClose }: DialogProps) {
  const { sso } = useHost()
  const { reading, refresh } = useReading(useCallback(() => sso.keyProtection.describe({}), [sso]))
  const work = useKeyProtectionWork(onActivity, () => {
    refresh()
    onChanged()
  })
  const { ask, asked, back, wasAsked } = useQuestion(work)
  const leave = () => {
    if (work.running) return
    if (work.result === null && asked === null) onClose()
    else back()
  }
  return (
    <DialogFrame onLeave={leave}>
      {work.result !== null && <KeyProtectorResult result={work.result} onLeave={back} />}
      {work.result === null && asked !== null && reading.state === 'read' && (
        <ChangeQuestion
          protection={reading.value}
          chosen={asked}
          running={work.running}
          failure={work.failure}
          onConfirm={() => work.change(asked)}
          onCancel={leave}
        />
      )}
      {work.result === null && asked === null && reading.state === 'read' && (
        <KeyProtectorPage
          protection={reading.value}
          permission={overview?.permissions.changeProtector ?? null}
          work={work}
          focusOn={wasAsked ? 'change-protector' : null}
          onChange={ask}
          onClose={leave}
        />
      )}
      {work.result === null && reading.state !== 'read' && (
        <NotRead reading={reading} onRetry={refresh} onClose={leave} />
      )}
    </DialogFrame>
  )
}

/** The protector that a question is open about, and the way back from it and from results. */
function useQuestion(work: KeyProtectionWork) {
  const [asked, ask] = useState<KeyProtectorKind | null>(null)
  const [wasAsked, setWasAsked] = useState(false)
  const back = () => {
    setWasAsked(asked !== null)
    ask(null)
    work.forget()
  }
  return { asked, wasAsked, ask, back }
}

interface NotReadProps {
  readonly reading: Exclude<Reading<unknown>, { state: 'read' }>
  readonly onRetry: () => void
  readonly onClose: () => void
}

function NotRead({ reading, onRetry, onClose }: NotReadProps) {
  return (
    <DialogPage title="Key Protector" buttons={<FocusedButton onClick={onClose}>Close</FocusedButton>}>
      {reading.state === 'reading' ? (
        'Looking for the key…'
      ) : (
        <ReadingFailed error={reading.error} what="The key protector" onRetry={onRetry} />
      )}
    </DialogPage>
  )
}
