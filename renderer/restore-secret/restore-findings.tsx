import { makeStyles, tokens } from '@fluentui/react-components'
import type { BackupFindings } from '../../shared/backup.ts'
import { errorText, withRemedyAlone } from '../../shared/error-text.ts'
import { lossInWords, relationInWords, trialInWords } from '../backup/findings-in-words.ts'
import { PropertyList } from '../words/property-list.tsx'
import { StatusHeading } from '../words/status-icon.tsx'

const useStyles = makeStyles({
  root: { display: 'grid', gap: tokens.spacingVerticalXS, minWidth: 0, containerType: 'inline-size' },
})

export interface RestoreFindingsProps {
  readonly findings: BackupFindings
  /** Whether something stands against restoring it. */
  readonly refused: boolean
}

/** What the trial came to: the credentials the backup would read, and how it stands to what is here. */
export function RestoreFindings({ findings, refused }: RestoreFindingsProps) {
  const styles = useStyles()
  const { sameSystem, storeError, trial } = findings
  return (
    <section className={styles.root} aria-label="Trial">
      <StatusHeading status={refused ? 'red' : trial.damaged > 0 ? 'amber' : 'green'}>
        {trialInWords(trial)}
      </StatusHeading>
      <PropertyList
        properties={{
          'SSO system': sameSystem ? 'This one' : 'Another one',
          'Compared with here': relationInWords(findings),
          ...(storeError !== null && { 'Secret store here': withRemedyAlone(errorText(storeError)) }),
          // Where it is refused, the refusal says so.
          ...(!refused && trial.damaged > 0 && { Damaged: lossInWords(trial) }),
        }}
      />
    </section>
  )
}
