import { makeStyles, tokens } from '@fluentui/react-components'
import type { RestoreProgress } from '../../shared/backup.ts'
import { countsInWords } from '../backup/findings-in-words.ts'
import { OperationProgress } from '../dialog/operation-progress.tsx'
import { RunSteps, type StepsInWords } from '../dialog/run-steps.tsx'

const trialSteps: StepsInWords<RestoreProgress['step']> = [
  ['deriving-key', 'Deriving key from the password'],
  ['trying-credentials', 'Trying every credential'],
]
const restoreSteps: typeof trialSteps = [
  ...trialSteps,
  ['making-current', 'Making the restored secret current'],
]
const waiting: (typeof trialSteps)[number] = [
  'waiting',
  'Waiting before the next try: the password was wrong too often',
]

const useStyles = makeStyles({
  counts: { paddingTop: tokens.spacingVerticalS, '& p': { margin: 0 } },
})

export interface RestoreStepsProps {
  readonly what: 'trial' | 'restore'
  /** `null` before the first step. */
  readonly progress: RestoreProgress | null
  readonly cancelling: boolean
}

/** How far a trial or a restore is: its steps, and the credentials it has tried. */
export function RestoreSteps({ what, progress, cancelling }: RestoreStepsProps) {
  const styles = useStyles()
  const step = progress?.step ?? null
  const steps = what === 'trial' ? trialSteps : restoreSteps
  const counted = progress?.tried ?? null
  return (
    <>
      <RunSteps
        steps={step === 'waiting' ? [waiting, ...steps] : steps}
        progress={progress}
        cancelling={cancelling}
      />
      {counted !== null && (
        <div className={styles.counts}>
          <OperationProgress label="Credentials tried" words={countsInWords(counted)} counted={counted} />
        </div>
      )}
    </>
  )
}
