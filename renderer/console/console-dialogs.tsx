import { type ComponentType, Suspense } from 'react'
import type { DialogAction } from '../../shared/actions.ts'
import type { DialogProps } from '../dialog/dialog-props.ts'
import { lazyNamed } from '../host/lazy-named.ts'

/** The dialogs an administrator can open; one at a time. */
export type ConsoleDialog = DialogAction | 'about'

const loadGenerateSecret = () => import('../generate-secret/generate-secret-dialog.tsx')

const dialogs: Readonly<Record<ConsoleDialog, ComponentType<DialogProps>>> = {
  'generate-secret': lazyNamed(loadGenerateSecret, 'GenerateSecretDialog'),
  'backup-secret': lazyNamed(() => import('../backup-secret/backup-secret-dialog.tsx'), 'BackupSecretDialog'),
  'restore-secret': lazyNamed(
    () => import('../restore-secret/restore-secret-dialog.tsx'),
    'RestoreSecretDialog',
  ),
  'verify-backup': lazyNamed(() => import('../verify-backup/verify-backup-dialog.tsx'), 'VerifyBackupDialog'),
  rehearse: lazyNamed(() => import('../rehearse/rehearse-dialog.tsx'), 'RehearseDialog'),
  'check-credentials': lazyNamed(
    () => import('../health/check-credentials-dialog.tsx'),
    'CheckCredentialsDialog',
  ),
  'key-protector': lazyNamed(() => import('../key-protector/key-protector-dialog.tsx'), 'KeyProtectorDialog'),
  properties: lazyNamed(() => import('../properties/properties-dialog.tsx'), 'PropertiesDialog'),
  'add-server': lazyNamed(() => import('../servers/add-server-dialog.tsx'), 'AddServerDialog'),
  'verify-log': lazyNamed(() => import('../event-log/verify-log-dialog.tsx'), 'VerifyLogDialog'),
  help: lazyNamed(() => import('./help-dialog.tsx'), 'HelpDialog'),
  about: lazyNamed(() => import('./about-dialog.tsx'), 'AboutDialog'),
}

/** Loads what the first use would otherwise wait for. */
export async function preloadDialogs(): Promise<void> {
  await loadGenerateSecret()
}

export interface ConsoleDialogsProps extends DialogProps {
  readonly open: ConsoleDialog | null
}

/** The open dialog; none is loaded before it is needed. */
export function ConsoleDialogs({ open, ...props }: ConsoleDialogsProps) {
  if (open === null) return null
  const Dialog = dialogs[open]
  return (
    <Suspense>
      <Dialog {...props} />
    </Suspense>
  )
}
