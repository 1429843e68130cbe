import { makeStyles, ProgressBar, tokens } from '@fluentui/react-components'

const useStyles = makeStyles({
  root: { display: 'grid', gap: tokens.spacingVerticalXS },
  words: { color: tokens.colorNeutralForeground2, fontVariantNumeric: 'tabular-nums' },
})

export interface OperationProgressProps {
  /** What is counted. */
  readonly label: string
  readonly words: string
  /** Left out while nothing is counted. */
  readonly counted?: { readonly done: number; readonly total: number } | undefined
}

/** How far something is, as a bar and in words. */
export function OperationProgress({ counted, label, words }: OperationProgressProps) {
  const styles = useStyles()
  return (
    <div className={styles.root}>
      <ProgressBar
        aria-label={label}
        aria-valuetext={words}
        thickness="large"
        {...(counted !== undefined &&
          counted.total > 0 && { max: counted.total, value: Math.min(counted.done, counted.total) })}
      />
      <p className={styles.words}>{words}</p>
    </div>
  )
}
