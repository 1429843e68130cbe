import { Button, makeStyles, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import type { SsoErrorData } from '../../shared/errors.ts'
import { FailureBar } from '../words/failure-bar.tsx'
import { DialogPage } from './dialog-page.tsx'
import { FocusedButton } from './focused-button.tsx'

const useStyles = makeStyles({
  content: { display: 'grid', gap: tokens.spacingVerticalM, overflowWrap: 'anywhere' },
})

export interface ConfirmPageProps {
  readonly title: string
  /** What the button that does it says. */
  readonly action: string
  /** What the button that does nothing says; `Cancel` unless told. */
  readonly back?: string
  readonly running: boolean
  readonly failure: SsoErrorData | null
  readonly onConfirm: () => void
  readonly onCancel: () => void
  /** What would happen. */
  readonly children: ReactNode
}

/** A question before something is done. */
export function ConfirmPage(props: ConfirmPageProps) {
  const styles = useStyles()
  const { action, back = 'Cancel', children, failure, onCancel, onConfirm, running, title } = props
  const buttons = (
    <>
      <Button appearance="primary" disabledFocusable={running} onClick={onConfirm}>
        {action}
      </Button>
      {/* What is asked about is not done by a second press of the key that asked. */}
      <FocusedButton appearance="secondary" disabledFocusable={running} onClick={onCancel}>
        {back}
      </FocusedButton>
    </>
  )
  return (
    <DialogPage title={title} buttons={buttons}>
      <div className={styles.content}>
        {failure !== null && <FailureBar error={failure} />}
        {children}
      </div>
    </DialogPage>
  )
}
