import { makeStyles, tokens } from '@fluentui/react-components'
import { useEffect, useRef } from 'react'
import type { SsoErrorData } from '../../shared/errors.ts'
import { asksToLose } from '../dialog/asks-to-lose.ts'
import { OverrideConfirmation } from '../dialog/override-confirmation.tsx'
import { FailureBar } from '../words/failure-bar.tsx'

const useStyles = makeStyles({ root: { paddingBottom: tokens.spacingVerticalM } })

export interface FailureOfBackupProps {
  readonly error: SsoErrorData
  /** Hears how many credentials may be lost: none, until that is confirmed. */
  readonly onMayLose: (rows: number) => void
}

/** What a new backup failed with; where that can be overridden, with what is to be typed for it. */
export function FailureOfBackup({ error, onMayLose }: FailureOfBackupProps) {
  const styles = useStyles()
  const input = useRef<HTMLInputElement>(null)
  const isLoss = asksToLose(error)
  useEffect(() => {
    if (isLoss) input.current?.focus()
  }, [isLoss])
  return (
    <div className={styles.root}>
      {isLoss ? (
        <OverrideConfirmation
          refusal={error}
          losses={[]}
          wayBack="Whatever is known here to hold their secrets stays where it is, and can still be restored later."
          word="GENERATE"
          inputRef={input}
          disabled={false}
          onConfirmed={(confirmed) => onMayLose(confirmed ? Number(error.details.rows) : 0)}
        />
      ) : (
        <FailureBar error={error} />
      )}
    </div>
  )
}
