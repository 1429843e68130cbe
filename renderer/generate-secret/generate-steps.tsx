import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { ArrowCircleRight16Filled, CheckmarkCircle16Filled, Circle16Regular } from '@fluentui/react-icons'
import { useEffect, useRef } from 'react'
import { type GenerateStep, generateSteps } from '../../shared/master-secret.ts'

const stepInWords: Readonly<Record<GenerateStep, string>> = {
  'deriving-key': 'Deriving key from the password',
  'writing-backup': 'Writing the backup',
  'checking-backup': 'Checking that the backup opens',
  'making-current': 'Making the new secret current',
}

type StepState = 'pending' | 'active' | 'done'

const stateInWords: Readonly<Record<StepState, string>> = {
  pending: 'waiting',
  active: 'in progress',
  done: 'done',
}

const useStyles = makeStyles({
  root: {
    marginTop: tokens.spacingVerticalM,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground3,
  },
  list: { listStyleType: 'none', margin: 0, padding: 0 },
  step: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    paddingBlock: '2px',
    color: tokens.colorNeutralForeground2,
  },
  active: { color: tokens.colorNeutralForeground1, fontWeight: tokens.fontWeightSemibold },
  activeIcon: { color: tokens.colorBrandForeground1 },
  doneIcon: { color: tokens.colorPaletteGreenForeground1 },
  unseen: {
    position: 'absolute',
    width: '1px',
    height: '1px',
    overflow: 'hidden',
    clipPath: 'inset(50%)',
    whiteSpace: 'nowrap',
  },
})

export interface GenerateStepsProps {
  /** The step that runs, or `null` before the first. */
  readonly step: GenerateStep | null
  readonly cancelling: boolean
}

/** What a running generate has done, does and will do; each step is announced as it begins. */
export function GenerateSteps({ step, cancelling }: GenerateStepsProps) {
  const styles = useStyles()
  const root = useRef<HTMLDivElement>(null)
  const current = step === null ? -1 : generateSteps.indexOf(step)
  useEffect(() => {
    root.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  return (
    <div ref={root} className={styles.root}>
      <ol className={styles.list} aria-label="Steps">
        {generateSteps.map((each, index) => (
          <Step key={each} step={each} state={stateOf(index, current)} />
        ))}
      </ol>
      <div role="status" className={styles.unseen}>
        {cancelling ? 'Cancelling' : announcement(step)}
      </div>
    </div>
  )
}

function stateOf(index: number, current: number): StepState {
  if (index === current) return 'active'
  return index < current ? 'done' : 'pending'
}

function announcement(step: GenerateStep | null): string {
  if (step === null) return 'Starting'
  return `Step ${generateSteps.indexOf(step) + 1} of ${generateSteps.length}: ${stepInWords[step]}`
}

function Step({ step, state }: { readonly step: GenerateStep; readonly state: StepState }) {
  const styles = useStyles()
  return (
    <li
      className={mergeClasses(styles.step, state === 'active' && styles.active)}
      aria-current={state === 'active' ? 'step' : undefined}
    >
      <StepIcon state={state} />
      <span>
        {stepInWords[step]}
        <span className={styles.unseen}>, {stateInWords[state]}</span>
      </span>
    </li>
  )
}

function StepIcon({ state }: { readonly state: StepState }) {
  const styles = useStyles()
  if (state === 'done') return <CheckmarkCircle16Filled aria-hidden className={styles.doneIcon} />
  if (state === 'active') return <ArrowCircleRight16Filled aria-hidden className={styles.activeIcon} />
  return <Circle16Regular aria-hidden />
}
