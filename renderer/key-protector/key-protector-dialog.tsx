import { useCallback } from 'react'
import { FocusedButton } from '../ask/focused-button.tsx'
import { FormDialog } from '../ask/form-dialog.tsx'
import { ReadingFailed } from '../ask/reading-failed.tsx'
import { useReading } from '../ask/use-reading.ts'
import type { DialogProps } from '../console/console-dialogs.tsx'
import { DialogPage } from '../dialogs/dialog-page.tsx'
import { useHost } from '../host.ts'
import { KeyProtectorPage } from './key-protector-page.tsx'
import { KeyProtectorResult } from './key-protector-result.tsx'
import { useKeyProtectionWork } from './use-key-protection.ts'

/** What guards the key of the secret store, its copy in the owner's hands, and the way out when it is lost. */
export function KeyProtectorDialog({ overview, onActivity, onChanged, onClose }: DialogProps) {
  const { sso } = useHost()
  const [reading, refresh] = useReading(useCallback(() => sso.keyProtection.describe({}), [sso]))
  const work = useKeyProtectionWork(onActivity, () => {
    refresh()
    onChanged()
  })
  const leave = () => {
    if (work.running) return
    if (work.result === null) onClose()
    else work.forget()
  }
  return (
    <FormDialog onLeave={leave}>
      {work.result !== null && <KeyProtectorResult result={work.result} onLeave={work.forget} />}
      {work.result === null && reading.state === 'read' && (
        <KeyProtectorPage
          protection={reading.value}
          permission={overview?.permissions.changeProtector ?? null}
          work={work}
          onClose={leave}
        />
      )}
      {work.result === null && reading.state !== 'read' && (
        <DialogPage title="Key Protector" buttons={<FocusedButton onClick={leave}>Close</FocusedButton>}>
          {reading.state === 'reading' ? (
            'Looking for the key…'
          ) : (
            <ReadingFailed error={reading.error} what="The key protector" onRetry={refresh} />
          )}
        </DialogPage>
      )}
    </FormDialog>
  )
}
