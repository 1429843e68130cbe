import { Button, makeStyles, tokens } from '@fluentui/react-components'
import type { SsoErrorData } from '../../shared/errors.ts'
import { FailureBar } from '../words/failure-bar.tsx'

const useStyles = makeStyles({
  failed: { display: 'grid', gap: tokens.spacingVerticalM, justifyItems: 'start' },
  quiet: { color: tokens.colorNeutralForeground2, margin: 0 },
})

export interface ReadingFailedProps {
  /** As {@link Reading} has it. */
  readonly error: SsoErrorData | null
  /** What could not be read, as the subject of a sentence. */
  readonly what: string
  readonly onRetry: () => void
}

/** Why something could not be read, and a way to try again. */
export function ReadingFailed({ error, what, onRetry }: ReadingFailedProps) {
  const styles = useStyles()
  return (
    <div className={styles.failed}>
      {error === null ? (
        <p className={styles.quiet}>{what} could not be read.</p>
      ) : (
        <FailureBar error={error} />
      )}
      <Button onClick={onRetry}>Try again</Button>
    </div>
  )
}
