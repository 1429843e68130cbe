import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { ArrowCircleRight16Filled, CheckmarkCircle16Filled, Circle16Regular } from '@fluentui/react-icons'
import { useEffect, useRef } from 'react'

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
  waiting: { margin: 0, paddingTop: tokens.spacingVerticalXS },
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

/** The steps of an operation in the order they run, each with what it does in words. */
export type StepsInWords<Step extends string> = readonly (readonly [step: Step, words: string])[]

/** How far an operation of steps has come. */
export interface StepProgress<Step extends string> {
  readonly step: Step
  /** Who is writing to the database that is waited for. */
  readonly writer?: string | undefined
}

export interface RunStepsProps<Step extends string> {
  readonly steps: StepsInWords<Step>
  /** `null` before the first step. */
  readonly progress: StepProgress<Step> | null
  readonly cancelling: boolean
}

/** What a running operation has done, does and will do; each step is announced as it begins. */
export function RunSteps<Step extends string>({ steps, progress, cancelling }: RunStepsProps<Step>) {
  const writer = progress?.writer
  const styles = useStyles()
  const root = useRef<HTMLDivElement>(null)
  const current = steps.findIndex(([each]) => each === progress?.step)
  useEffect(() => {
    root.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  return (
    <div ref={root} className={styles.root}>
      <ol className={styles.list} aria-label="Steps">
        {steps.map(([each, words], index) => (
          <StepLine key={each} words={words} state={stateOf(index, current)} />
        ))}
      </ol>
      {writer !== undefined && (
        <p role="status" className={styles.waiting}>
          Waiting for the database, which {writer} is writing to…
        </p>
      )}
      <div role="status" className={styles.unseen}>
        {cancelling ? 'Cancelling' : announcement(steps, current)}
      </div>
    </div>
  )
}

function stateOf(index: number, current: number): StepState {
  if (index === current) return 'active'
  return index < current ? 'done' : 'pending'
}

function announcement(steps: StepsInWords<string>, current: number): string {
  const words = steps[current]?.[1]
  return words === undefined ? 'Starting' : `Step ${current + 1} of ${steps.length}: ${words}`
}

function StepLine({ words, state }: { readonly words: string; readonly state: StepState }) {
  const styles = useStyles()
  return (
    <li
      className={mergeClasses(styles.step, state === 'active' && styles.active)}
      aria-current={state === 'active' ? 'step' : undefined}
    >
      <StepIcon state={state} />
      <span>
        {words}
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
