import { makeStyles, tokens } from '@fluentui/react-components'
import { CheckmarkCircle16Filled } from '@fluentui/react-icons'
import type { ReactNode } from 'react'
import { DialogPage } from '../dialogs/dialog-page.tsx'
import { FocusedButton } from './focused-button.tsx'

const useStyles = makeStyles({
  heading: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    margin: 0,
    fontSize: tokens.fontSizeBase400,
    lineHeight: tokens.lineHeightBase400,
    fontWeight: tokens.fontWeightSemibold,
  },
  icon: { color: tokens.colorPaletteGreenForeground1, flexShrink: 0 },
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
        <div role="status">
          <h3 className={styles.heading}>
            <CheckmarkCircle16Filled aria-hidden className={styles.icon} />
            {done}
          </h3>
        </div>
        {children}
      </div>
    </DialogPage>
  )
}
