import { lazy, Suspense } from 'react'

/** The dialogs an administrator can open; one at a time. */
export type ConsoleDialog = 'generate-secret' | 'help' | 'about'

const GenerateSecretDialog = lazy(async () => {
  const { GenerateSecretDialog } = await loadGenerateSecret()
  return { default: GenerateSecretDialog }
})
const HelpDialog = lazy(async () => ({ default: (await import('./help-dialog.tsx')).HelpDialog }))
const AboutDialog = lazy(async () => ({ default: (await import('./about-dialog.tsx')).AboutDialog }))

function loadGenerateSecret() {
  return import('../generate-secret/generate-secret-dialog.tsx')
}

/** Loads what the first use would otherwise wait for. */
export async function preloadDialogs(): Promise<void> {
  await loadGenerateSecret()
}

export interface ConsoleDialogsProps {
  readonly open: ConsoleDialog | null
  readonly onClose: () => void
  readonly onGenerating: (running: boolean) => void
  readonly onGenerated: () => void
}

/** The open dialog; none is loaded before it is needed. */
export function ConsoleDialogs({ open, onClose, onGenerating, onGenerated }: ConsoleDialogsProps) {
  return (
    <Suspense>
      {open === 'generate-secret' && (
        <GenerateSecretDialog onClose={onClose} onRunning={onGenerating} onGenerated={onGenerated} />
      )}
      {open === 'help' && <HelpDialog onClose={onClose} />}
      {open === 'about' && <AboutDialog onClose={onClose} />}
    </Suspense>
  )
}
