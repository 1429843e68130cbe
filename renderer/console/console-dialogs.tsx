import { type ComponentType, lazy, Suspense } from 'react'
import type { DialogAction } from '../../shared/actions.ts'
import type { SystemOverview } from '../../shared/system-overview.ts'

/** The dialogs an administrator can open; one at a time. */
export type ConsoleDialog = DialogAction | 'about'

/** What every dialog is given. */
export interface DialogProps {
  /** As last read; `null` until it has been. */
  readonly overview: SystemOverview | null
  readonly onClose: () => void
  /** What it is doing now, for the status bar; `null` when that has ended. */
  readonly onActivity: (activity: string | null) => void
  /** Something shown outside the dialog may differ now. */
  readonly onChanged: () => void
}

const loaders: Readonly<Record<ConsoleDialog, () => Promise<ComponentType<DialogProps>>>> = {
  'generate-secret': async () =>
    (await import('../generate-secret/generate-secret-dialog.tsx')).GenerateSecretDialog,
  'backup-secret': async () => (await import('../backup-secret/backup-secret-dialog.tsx')).BackupSecretDialog,
  'restore-secret': async () =>
    (await import('../restore-secret/restore-secret-dialog.tsx')).RestoreSecretDialog,
  'verify-backup': async () => (await import('../verify-backup/verify-backup-dialog.tsx')).VerifyBackupDialog,
  rehearse: async () => (await import('../rehearse/rehearse-dialog.tsx')).RehearseDialog,
  'check-credentials': async () =>
    (await import('../health/check-credentials-dialog.tsx')).CheckCredentialsDialog,
  'key-protector': async () => (await import('../key-protector/key-protector-dialog.tsx')).KeyProtectorDialog,
  properties: async () => (await import('../properties/properties-dialog.tsx')).PropertiesDialog,
  'add-server': async () => (await import('../servers/add-server-dialog.tsx')).AddServerDialog,
  'verify-log': async () => (await import('../event-log/verify-log-dialog.tsx')).VerifyLogDialog,
  help: async () => (await import('./help-dialog.tsx')).HelpDialog,
  about: async () => (await import('./about-dialog.tsx')).AboutDialog,
}

const dialogs = new Map(
  Object.entries(loaders).map(([id, load]) => [id, lazy(async () => ({ default: await load() }))]),
)

/** Loads what the first use would otherwise wait for. */
export async function preloadDialogs(): Promise<void> {
  await loaders['generate-secret']()
}

export interface ConsoleDialogsProps extends DialogProps {
  readonly open: ConsoleDialog | null
}

/** The open dialog; none is loaded before it is needed. */
export function ConsoleDialogs({ open, ...props }: ConsoleDialogsProps) {
  const Dialog = open === null ? undefined : dialogs.get(open)
  if (Dialog === undefined) return null
  return (
    <Suspense>
      <Dialog {...props} />
    </Suspense>
  )
}
