import type { GeneratedSecret } from '../../shared/master-secret.ts'
import { BackupMadePage } from '../backup/backup-made-page.tsx'
import { NotNotedBar } from '../backup/not-noted-bar.tsx'

export interface GenerateResultProps {
  readonly secret: GeneratedSecret
  readonly onClose: () => void
}

/** What was generated. */
export function GenerateResult({ secret, onClose }: GenerateResultProps) {
  return (
    <BackupMadePage
      title="Generate Secret"
      done="Master secret generated"
      proof="The new master secret is current, and the backup was read back and opens with your password."
      {...(secret.noteFailure !== null && { unfinished: <NotNotedBar failure={secret.noteFailure} /> })}
      properties={{
        'New MSID': secret.msid,
        ...(secret.previousMsid !== null && { 'Previous MSID': secret.previousMsid }),
        'Backup file': secret.displayPath,
        'Tracking id': secret.trackingId,
      }}
      displayPath={secret.displayPath}
      onClose={onClose}
    />
  )
}
