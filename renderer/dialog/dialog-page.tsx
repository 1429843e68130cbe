import {
  DialogActions,
  DialogBody,
  DialogContent,
  DialogTitle,
  makeStyles,
  mergeClasses,
  tokens,
} from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { useScrollable } from '../focus/use-scrollable.ts'

const useStyles = makeStyles({
  content: { paddingBottom: tokens.spacingVerticalM, minWidth: 0 },
  report: {
    display: 'grid',
    alignContent: 'start',
    gap: tokens.spacingVerticalM,
    '& p': { margin: 0, userSelect: 'text', overflowWrap: 'anywhere' },
  },
})

export interface DialogPageProps {
  readonly title: string
  readonly buttons: ReactNode
  readonly children: ReactNode
  /** Where the content changes under the same buttons: what it is now, so that its scrolling is found out anew. */
  readonly part?: string
  /** The content is a text with parts that come and go. */
  readonly report?: boolean
}

/** What every page of a dialog has: its title, a part that scrolls, and buttons. */
export function DialogPage({ title, buttons, children, part, report = false }: DialogPageProps) {
  return (
    <DialogBody>
      <DialogTitle>{title}</DialogTitle>
      <Content key={part} report={report}>
        {children}
      </Content>
      <DialogActions>{buttons}</DialogActions>
    </DialogBody>
  )
}

function Content({ children, report }: { readonly children: ReactNode; readonly report: boolean }) {
  const styles = useStyles()
  const scrollable = useScrollable()
  return (
    <DialogContent {...scrollable} className={mergeClasses(styles.content, report && styles.report)}>
      {children}
    </DialogContent>
  )
}
