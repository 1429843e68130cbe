import { makeStyles, tokens } from '@fluentui/react-components'
import type { BackupVerification } from '../../shared/backup.ts'
import { errorText, withRemedyAlone } from '../../shared/error-text.ts'
import type { HealthStatus } from '../../shared/health.ts'
import { describedProperties } from '../backup/backup-picker.tsx'
import { countsInWords, lossInWords, relationInWords } from '../backup/findings-in-words.ts'
import { foreseeRefusal } from '../backup/refusal.ts'
import { DialogPage } from '../dialog/dialog-page.tsx'
import { FocusedButton } from '../dialog/focused-button.tsx'
import { PropertyList, type PropertyValue } from '../words/property-list.tsx'
import { StatusHeading } from '../words/status-icon.tsx'

const useStyles = makeStyles({
  text: { margin: `${tokens.spacingVerticalS} 0` },
  properties: { containerType: 'inline-size' },
})

export interface VerifyResultProps {
  readonly verification: BackupVerification
  /** Of this system. */
  readonly systemId: string
  readonly onClose: () => void
}

/** That the backup opens, and what it is worth here. */
export function VerifyResult({ verification, systemId, onClose }: VerifyResultProps) {
  const styles = useStyles()
  const { heading, status, words } = verdictOn(verification, systemId)
  return (
    <DialogPage title="Verify Backup" buttons={<FocusedButton onClick={onClose}>Close</FocusedButton>}>
      <StatusHeading status={status}>{heading}</StatusHeading>
      <p className={styles.text}>{words} Nothing was changed.</p>
      <div className={styles.properties}>
        <PropertyList properties={propertiesOf(verification)} />
      </div>
    </DialogPage>
  )
}

interface Verdict {
  readonly status: HealthStatus
  readonly heading: string
  readonly words: string
}

function verdictOn(verification: BackupVerification, systemId: string): Verdict {
  const unfit = { status: 'red', heading: 'The backup opens, but does not fit this system' } as const
  if (!verification.sameSystem) {
    return { ...unfit, words: 'It is the backup of another SSO system: restoring it here would be refused.' }
  }
  if (foreseeRefusal(verification, systemId) !== null) {
    return { ...unfit, words: 'Restoring it would be refused: credentials would be lost.' }
  }
  const heading = 'The backup opens'
  if (verification.trial.damaged > 0) {
    const words = 'It could be restored. The damaged credentials would stay unreadable.'
    return { status: 'amber', heading, words }
  }
  return { status: 'green', heading, words: 'It could be restored, and no credential would be lost.' }
}

function propertiesOf(verification: BackupVerification): Readonly<Record<string, PropertyValue>> {
  const {
    databaseMsid,
    displayPath,
    holdsDatabaseMsid,
    sameSystem,
    storeError,
    systemId,
    trackingId,
    trial,
  } = verification
  const losses = lossInWords(trial)
  return {
    'Would read':
      trial.total === 0
        ? 'There are no credentials yet'
        : countsInWords({ done: trial.readable, total: trial.total }),
    ...(losses.length > 0 && { 'Would not read': losses }),
    'Compared with here': relationInWords(verification),
    ...(databaseMsid !== null && !holdsDatabaseMsid && { 'MSID in the database': databaseMsid }),
    ...(storeError !== null && { 'Secret store here': withRemedyAlone(errorText(storeError)) }),
    ...describedProperties(verification),
    'SSO system': [sameSystem ? 'This one' : 'Another one', systemId],
    'Backup file': displayPath,
    'Tracking id': trackingId,
  }
}
