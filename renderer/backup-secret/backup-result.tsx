import type { BackedUpSecret } from '../../shared/backup.ts'
import { BackupMadePage } from '../backup/backup-made-page.tsx'

export interface BackupResultProps {
  readonly backup: BackedUpSecret
  readonly onClose: () => void
}

/** Where the backup is, that it opens, and what it holds. */
export function BackupResult({ backup, onClose }: BackupResultProps) {
  return (
    <BackupMadePage
      title="Backup Secret"
      done="Backup made"
      proof={`The backup was read back and opens with your password.${backup.noted ? '' : notNoted}`}
      properties={{
        'Backup file': backup.displayPath,
        MSID: backup.msid,
        ...(backup.previousMsid !== null && { 'Previous MSID': backup.previousMsid }),
        'Tracking id': backup.trackingId,
      }}
      displayPath={backup.displayPath}
      onClose={onClose}
    />
  )
}

const notNoted =
  ' It is good, but the secret store could not be written, so System does not show it as the last backup.'
