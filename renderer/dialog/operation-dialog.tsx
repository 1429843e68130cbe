import {
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  type DialogOpenChangeData,
  DialogSurface,
  DialogTitle,
  makeStyles,
  tokens,
} from '@fluentui/react-components'
import type { MouseEvent, ReactNode } from 'react'
import { useScrollable } from '../focus/use-scrollable.ts'

const useStyles = makeStyles({
  surface: { maxWidth: '600px', padding: tokens.spacingHorizontalXL },
  content: {
    display: 'grid',
    alignContent: 'start',
    gap: tokens.spacingVerticalM,
    minWidth: 0,
    paddingBottom: tokens.spacingVerticalM,
    '& p': { margin: 0, userSelect: 'text', overflowWrap: 'anywhere' },
  },
})

/** A click beside the dialog would take the focus out of it, and Escape with it. */
function keepFocus(event: MouseEvent): void {
  event.preventDefault()
}

export interface OperationDialogProps {
  readonly title: string
  readonly buttons: ReactNode
  readonly children: ReactNode
  /** Changes whenever the content does, so that it is found out anew whether it has to be scrolled. */
  readonly page: string
  /** Escape was pressed. */
  readonly onLeave: () => void
}

/** A dialog for something that takes a while: what it is, how it gets on, what came of it. */
export function OperationDialog({ title, buttons, children, page, onLeave }: OperationDialogProps) {
  const styles = useStyles()
  const onOpenChange = (_event: unknown, data: DialogOpenChangeData) => {
    // A slip of the pointer must not end what is running.
    if (data.type !== 'backdropClick') onLeave()
  }
  return (
    <Dialog open onOpenChange={onOpenChange}>
      <DialogSurface className={styles.surface} backdrop={{ onMouseDown: keepFocus }}>
        <DialogBody>
          <DialogTitle>{title}</DialogTitle>
          <Content key={page}>{children}</Content>
          <DialogActions>{buttons}</DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}

function Content({ children }: { readonly children: ReactNode }) {
  const styles = useStyles()
  const scrollable = useScrollable()
  return (
    <DialogContent {...scrollable} className={styles.content}>
      {children}
    </DialogContent>
  )
}
