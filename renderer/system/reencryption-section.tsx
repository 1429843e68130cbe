import { Button, makeStyles, ProgressBar, tokens, useRestoreFocusTarget } from '@fluentui/react-components'
import { useState } from 'react'
import type { ReencryptionOverview, ReencryptionPhase } from '../../shared/reencryption.ts'
import type { UntoldSecret } from '../../shared/system-overview.ts'
import { FailureBar } from '../words/failure-bar.tsx'
import { PropertySection } from '../words/property-list.tsx'
import { CancelReencryptionDialog } from './cancel-reencryption-dialog.tsx'
import { damageInWords, progressInWords, untoldInWords, verdictInWords } from './reencryption-in-words.ts'
import { type ReencryptionVerb, useReencryption } from './use-reencryption.ts'

const useStyles = makeStyles({
  body: {
    display: 'grid',
    gap: tokens.spacingVerticalS,
    paddingTop: tokens.spacingVerticalS,
    maxWidth: '64ch',
  },
  text: { margin: 0, userSelect: 'text' },
  quiet: { margin: 0, color: tokens.colorNeutralForeground2, fontVariantNumeric: 'tabular-nums' },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
})

const verbs: Readonly<Record<ReencryptionPhase, readonly (readonly [ReencryptionVerb, string])[]>> = {
  running: [
    ['pause', 'Pause'],
    ['cancel', 'Cancel…'],
  ],
  elsewhere: [
    ['pause', 'Pause'],
    ['cancel', 'Cancel…'],
  ],
  unattended: [
    ['resume', 'Resume'],
    ['cancel', 'Cancel…'],
  ],
  waiting: [
    ['pause', 'Pause'],
    ['cancel', 'Cancel…'],
  ],
  paused: [
    ['resume', 'Resume'],
    ['cancel', 'Cancel…'],
  ],
  cancelled: [['resume', 'Resume']],
  done: [],
}

export interface ReencryptionSectionProps {
  readonly read: ReencryptionOverview | null
  /**
   * Set while the database does not know the current master secret: what it says of re-encryption is of another one.
   */
  readonly untold: UntoldSecret | null
}

/** How far the credentials have been re-encrypted under the current master secret. Shows nothing if none ever were. */
export function ReencryptionSection({ read, untold }: ReencryptionSectionProps) {
  const { ask, reencryption, refused } = useReencryption(read)
  const [asking, setAsking] = useState(false)
  const styles = useStyles()
  if (untold !== null)
    return (
      <PropertySection title="Re-encryption">
        <div className={styles.body}>
          <p className={styles.text} role="status">
            {untoldInWords(untold)}
          </p>
        </div>
      </PropertySection>
    )
  if (reencryption === null || reencryption.total === 0) return null
  return (
    <PropertySection title="Re-encryption">
      <div className={styles.body}>
        <p className={styles.text} role="status">
          {verdictInWords(reencryption)}
        </p>
        {reencryption.phase !== 'done' && <Progress {...reencryption} />}
        {reencryption.damaged > 0 && <p className={styles.text}>{damageInWords(reencryption.damaged)}</p>}
        {reencryption.failure && <FailureBar error={reencryption.failure} />}
        {refused && <FailureBar error={refused} />}
        <Buttons
          phase={reencryption.phase}
          onAsk={(verb) => (verb === 'cancel' ? setAsking(true) : ask(verb))}
        />
      </div>
      {asking && mayBeCancelled(reencryption.phase) && (
        <CancelReencryptionDialog
          onConfirm={() => {
            setAsking(false)
            ask('cancel')
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </PropertySection>
  )
}

/** It may have ended while the question was open. */
function mayBeCancelled(phase: ReencryptionPhase): boolean {
  return verbs[phase].some(([verb]) => verb === 'cancel')
}

function Progress(reencryption: ReencryptionOverview) {
  const styles = useStyles()
  const words = progressInWords(reencryption)
  return (
    <>
      <ProgressBar
        aria-label="Credentials re-encrypted"
        aria-valuetext={words}
        thickness="large"
        max={reencryption.total}
        value={reencryption.done}
      />
      <p className={styles.quiet}>{words}</p>
    </>
  )
}

interface ButtonsProps {
  readonly phase: ReencryptionPhase
  readonly onAsk: (verb: ReencryptionVerb) => void
}

function Buttons({ onAsk, phase }: ButtonsProps) {
  const styles = useStyles()
  const restoreFocus = useRestoreFocusTarget()
  if (verbs[phase].length === 0) return null
  return (
    <div className={styles.buttons}>
      {verbs[phase].map(([verb, label]) => (
        <Button key={verb} {...restoreFocus} onClick={() => onAsk(verb)}>
          {label}
        </Button>
      ))}
    </div>
  )
}
