import type { GenerateStep } from '../../shared/master-secret.ts'
import { NewBackupDialog } from '../backup/new-backup-dialog.tsx'
import { newBackupRequest } from '../backup/new-backup-inputs.ts'
import type { DialogProps } from '../dialog/dialog-props.ts'
import type { StepsInWords } from '../dialog/run-steps.tsx'
import { useHost } from '../host/host.ts'
import { GenerateResult } from './generate-result.tsx'

const steps: StepsInWords<GenerateStep> = [
  ['deriving-key', 'Deriving key from the password'],
  ['writing-backup', 'Writing the backup'],
  ['checking-backup', 'Checking that the backup opens'],
  ['making-current', 'Making the new secret current'],
]

/** Generates the master secret and its backup. */
export function GenerateSecretDialog(props: DialogProps) {
  const { masterSecret } = useHost().sso
  return (
    <NewBackupDialog
      {...props}
      title="Generate Secret"
      activity="Generating the master secret…"
      steps={steps}
      choose={() => masterSecret.chooseBackupFile({})}
      call={(inputs) => masterSecret.generate({ ...newBackupRequest(inputs), mayLose: inputs.mayLose })}
      channels={{ onProgress: masterSecret.onProgress, cancel: masterSecret.cancelGenerate }}
      result={(secret) => <GenerateResult secret={secret} onClose={props.onClose} />}
    />
  )
}
