import {
  DialogActions,
  DialogBody,
  DialogContent,
  DialogTitle,
  makeStyles,
  tokens,
} from '@fluentui/react-components'
import type { ReactNode } from 'react'

const useStyles = makeStyles({ content: { paddingBottom: tokens.spacingVerticalM } })

export interface GeneratePageProps {
  readonly buttons: ReactNode
  readonly children: ReactNode
}

/** What every page of the dialog has: its title, a part that scrolls, and buttons. */
export function GeneratePage({ buttons, children }: GeneratePageProps) {
  const styles = useStyles()
  return (
    <DialogBody>
      <DialogTitle>Generate Secret</DialogTitle>
      <DialogContent className={styles.content}>{children}</DialogContent>
      <DialogActions>{buttons}</DialogActions>
    </DialogBody>
  )
}
