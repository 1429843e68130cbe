import {
  Dialog,
  type DialogOpenChangeData,
  DialogSurface,
  makeStyles,
  tokens,
} from '@fluentui/react-components'
import type { MouseEvent, ReactNode } from 'react'

const useStyles = makeStyles({ surface: { maxWidth: '560px', padding: tokens.spacingHorizontalXL } })

/** A click beside the dialog would take the focus out of it, and Escape with it. */
function keepFocus(event: MouseEvent): void {
  event.preventDefault()
}

export interface FormDialogProps {
  /** Escape was pressed. */
  readonly onLeave: () => void
  readonly children: ReactNode
}

/** A dialog in which something is typed or chosen: a slip of the pointer does not throw it away. */
export function FormDialog({ onLeave, children }: FormDialogProps) {
  const styles = useStyles()
  const onOpenChange = (_event: unknown, { type }: DialogOpenChangeData) => {
    if (type !== 'backdropClick') onLeave()
  }
  return (
    <Dialog open onOpenChange={onOpenChange}>
      <DialogSurface className={styles.surface} backdrop={{ onMouseDown: keepFocus }}>
        {children}
      </DialogSurface>
    </Dialog>
  )
}
