import {
  Dialog,
  type DialogOpenChangeData,
  type DialogProps,
  DialogSurface,
  makeStyles,
  mergeClasses,
  tokens,
} from '@fluentui/react-components'
import type { MouseEvent, ReactNode } from 'react'

const useStyles = makeStyles({
  surface: { maxWidth: '560px', padding: tokens.spacingHorizontalXL },
  wide: { maxWidth: '600px' },
})

/** A click beside the dialog would take the focus out of it, and Escape with it. */
function keepFocus(event: MouseEvent): void {
  event.preventDefault()
}

export interface DialogFrameProps {
  /** Escape was pressed. */
  readonly onLeave: () => void
  readonly wide?: boolean
  /** There is only something to read, so that a click beside the dialog leaves it, too. */
  readonly light?: boolean
  /** As Fluent has it. */
  readonly modalType?: NonNullable<DialogProps['modalType']>
  /** A {@link DialogPage}; a dialog of several steps shows one after the other. */
  readonly children: ReactNode
}

/** What every dialog stands in. A slip of the pointer does not throw away what is typed or end what runs. */
export function DialogFrame({ onLeave, wide, light = false, modalType, children }: DialogFrameProps) {
  const styles = useStyles()
  const onOpenChange = (_event: unknown, { type }: DialogOpenChangeData) => {
    if (light || type !== 'backdropClick') onLeave()
  }
  return (
    <Dialog open onOpenChange={onOpenChange} {...(modalType !== undefined && { modalType })}>
      <DialogSurface
        className={mergeClasses(styles.surface, wide && styles.wide)}
        {...(!light && { backdrop: { onMouseDown: keepFocus } })}
      >
        {children}
      </DialogSurface>
    </Dialog>
  )
}
