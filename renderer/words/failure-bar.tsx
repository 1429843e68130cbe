import {
  Caption1,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  tokens,
} from '@fluentui/react-components'
import { type ErrorText, errorText } from '../../shared/error-text.ts'
import { errorEventIds, type SsoErrorData } from '../../shared/errors.ts'
import { useMessageBarStyles } from './use-message-bar-styles.ts'

const useStyles = makeStyles({
  reference: { display: 'block', marginTop: tokens.spacingVerticalXS, color: tokens.colorNeutralForeground2 },
})

/**
 * A failure in words: what happened, what to do, and how to name it in a report. That something was cancelled
 * is no failure to whoever cancelled it, and is said quietly.
 */
export function FailureBar({ error }: { readonly error: SsoErrorData }) {
  const styles = useMessageBarStyles()
  const { reference } = useStyles()
  const { message, remedy } = errorText(error)
  if (error.code === 'Cancelled') return <QuietBar message={message} remedy={remedy} />
  return (
    <MessageBar intent="error" layout="multiline" role="alert" className={styles.bar}>
      <MessageBarBody className={styles.body}>
        <MessageBarTitle>{message}</MessageBarTitle>
        {` ${remedy}`}
        <Caption1 className={reference}>{failureReference(error)}</Caption1>
      </MessageBarBody>
    </MessageBar>
  )
}

function QuietBar({ message, remedy }: ErrorText) {
  const styles = useMessageBarStyles()
  return (
    <MessageBar intent="info" role="status" className={styles.bar}>
      <MessageBarBody className={styles.body}>
        <MessageBarTitle>{message}</MessageBarTitle>
        {` ${remedy}`}
      </MessageBarBody>
    </MessageBar>
  )
}

/** Code, event id and tracking id, as far as the failure has them. */
export function failureReference(error: SsoErrorData): string {
  const eventId = errorEventIds[error.code]
  return [
    `Code ${error.code}`,
    eventId === null ? null : `event ${eventId}`,
    error.trackingId === undefined ? null : `tracking id ${error.trackingId}`,
  ]
    .filter((part) => part !== null)
    .join(' · ')
}
