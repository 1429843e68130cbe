import {
  DialogActions,
  DialogBody,
  DialogContent,
  DialogTitle,
  makeStyles,
  tokens,
} from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { useScrollable } from '../focus/use-scrollable.ts'

const useStyles = makeStyles({ content: { paddingBottom: tokens.spacingVerticalM, minWidth: 0 } })

export interface DialogPageProps {
  readonly title: string
  readonly buttons: ReactNode
  readonly children: ReactNode
}

/** What every page of a dialog has: its title, a part that scrolls, and buttons. */
export function DialogPage({ title, buttons, children }: DialogPageProps) {
  const styles = useStyles()
  const scrollable = useScrollable()
  return (
    <DialogBody>
      <DialogTitle>{title}</DialogTitle>
      <DialogContent {...scrollable} className={styles.content}>
        {children}
      </DialogContent>
      <DialogActions>{buttons}</DialogActions>
    </DialogBody>
  )
}
