import { makeStyles, tokens } from '@fluentui/react-components'
import { type Ref, useId } from 'react'
import type { SsoErrorData } from '../../shared/errors.ts'
import { FailureBar } from '../words/failure-bar.tsx'
import { TextField } from './text-field.tsx'

const useStyles = makeStyles({
  root: { display: 'grid', gap: tokens.spacingVerticalS, minWidth: 0 },
  text: { margin: 0 },
  losses: { margin: 0, paddingLeft: tokens.spacingHorizontalXL, overflowWrap: 'anywhere' },
})

export interface OverrideConfirmationProps {
  /** What the operation is refused with. */
  readonly refusal: SsoErrorData
  /** What would be lost, a line each; may be empty. */
  readonly losses: readonly string[]
  /** How it can be taken back, in a sentence or two. */
  readonly wayBack: string
  /** What is to be typed to go on. */
  readonly word: string
  readonly inputRef: Ref<HTMLInputElement>
  readonly disabled: boolean
  /** Hears, as it is typed, whether the word is there. */
  readonly onConfirmed: (confirmed: boolean) => void
}

/** A refusal that can be overridden: what would be lost, and a word to be typed before going on all the same. */
export function OverrideConfirmation(props: OverrideConfirmationProps) {
  const styles = useStyles()
  const lossesId = useId()
  const { losses, word } = props
  return (
    <div className={styles.root}>
      <FailureBar error={props.refusal} />
      {losses.length > 0 && (
        <>
          <p id={lossesId} className={styles.text}>
            Nothing would read these any more:
          </p>
          <ul aria-labelledby={lossesId} className={styles.losses}>
            {losses.map((loss) => (
              <li key={loss}>{loss}</li>
            ))}
          </ul>
        </>
      )}
      <p className={styles.text}>{props.wayBack}</p>
      <TextField
        label={`To go on all the same, type ${word}`}
        error={undefined}
        ref={props.inputRef}
        disabled={props.disabled}
        onInput={(event) => props.onConfirmed(event.currentTarget.value.trim() === word)}
      />
    </div>
  )
}
