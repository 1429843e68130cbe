import { makeStyles, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { StatusHeading } from '../words/status-icon.tsx'
import { DialogPage } from './dialog-page.tsx'
import { FocusedButton } from './focused-button.tsx'

const useStyles = makeStyles({
  content: { display: 'grid', gap: tokens.spacingVerticalS, overflowWrap: 'anywhere' },
  properties: { containerType: 'inline-size' },
})

export interface ResultPageProps {
  readonly title: string
  /** What was done, in a few words. */
  readonly done: string
  readonly button: string
  readonly onLeave: () => void
  /** What follows from it. */
  readonly children: ReactNode
}

/** What has been done. */
export function ResultPage({ title, done, button, onLeave, children }: ResultPageProps) {
  const styles = useStyles()
  return (
    <DialogPage title={title} buttons={<FocusedButton onClick={onLeave}>{button}</FocusedButton>}>
      <div className={styles.content}>
        <StatusHeading status="green">{done}</StatusHeading>
        {children}
      </div>
    </DialogPage>
  )
}
