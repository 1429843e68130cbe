import type { BackupProgress } from '../../shared/backup.ts'
import { NewBackupDialog } from '../backup/new-backup-dialog.tsx'
import { newBackupRequest } from '../backup/new-backup-inputs.ts'
import type { DialogProps } from '../dialog/dialog-props.ts'
import type { StepsInWords } from '../dialog/run-steps.tsx'
import { useHost } from '../host/host.ts'
import { BackupResult } from './backup-result.tsx'

const steps: StepsInWords<BackupProgress['step']> = [
  ['deriving-key', 'Deriving key from the password'],
  ['writing-backup', 'Writing the backup'],
  ['checking-backup', 'Checking that the backup opens'],
]

/** Writes the master secret in use to another backup. */
export function BackupSecretDialog(props: DialogProps) {
  const { backup } = useHost().sso
  return (
    <NewBackupDialog
      {...props}
      title="Backup Secret"
      activity="Backing up the master secret…"
      steps={steps}
      choose={() => backup.chooseTarget({})}
      call={(inputs) => backup.make(newBackupRequest(inputs))}
      channels={backup}
      result={(backedUp) => <BackupResult backup={backedUp} onClose={props.onClose} />}
    />
  )
}
