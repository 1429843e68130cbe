import { Button } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { DialogFrame } from './dialog-frame.tsx'
import { DialogPage } from './dialog-page.tsx'

export interface InfoDialogProps {
  readonly title: string
  readonly onClose: () => void
  readonly children: ReactNode
}

/** A dialog to read and close. */
export function InfoDialog({ title, onClose, children }: InfoDialogProps) {
  const close = (
    <Button appearance="primary" onClick={onClose}>
      Close
    </Button>
  )
  return (
    <DialogFrame wide light onLeave={onClose}>
      <DialogPage title={title} buttons={close}>
        {children}
      </DialogPage>
    </DialogFrame>
  )
}
