import { makeStyles, tokens } from '@fluentui/react-components'
import type { Action } from '../../shared/actions.ts'
import type { BackupOverview } from '../../shared/master-secret.ts'
import type { MasterSecretOverview } from '../../shared/system-overview.ts'
import { ActionButton } from '../actions/action-button.tsx'
import { FailureBar } from '../words/failure-bar.tsx'
import { PropertyList, PropertySection } from '../words/property-list.tsx'
import { protectorInWords } from '../words/protector-in-words.ts'
import { ageInWords, dateInWords } from '../words/time-in-words.ts'
import { useNow } from '../words/use-now.ts'

const useStyles = makeStyles({
  none: { paddingTop: tokens.spacingVerticalS, maxWidth: '64ch' },
  text: { margin: 0, paddingBottom: tokens.spacingVerticalM },
  lead: { margin: 0, paddingBottom: tokens.spacingVerticalXS, fontWeight: tokens.fontWeightSemibold },
  bar: { paddingTop: tokens.spacingVerticalS },
})

export interface MasterSecretSectionProps {
  readonly masterSecret: MasterSecretOverview
  readonly generateSecret: Action
  readonly restoreSecret: Action
  readonly onAction: (action: Action) => void
}

/** What the System node shows of the master secret. */
export function MasterSecretSection(props: MasterSecretSectionProps) {
  const styles = useStyles()
  return (
    <PropertySection title="Master secret">
      {props.masterSecret.state === 'none' && <NoMasterSecret {...props} />}
      {props.masterSecret.state === 'current' && <CurrentMasterSecret current={props.masterSecret} />}
      {'error' in props.masterSecret && (
        <div className={styles.bar}>
          <FailureBar error={props.masterSecret.error} />
        </div>
      )}
      {props.masterSecret.state === 'awaiting-restore' && <AwaitedMasterSecret {...props} />}
    </PropertySection>
  )
}

type Current = Extract<MasterSecretOverview, { state: 'current' }>

function CurrentMasterSecret({ current }: { readonly current: Current }) {
  const now = useNow()
  return (
    <PropertyList
      properties={{
        'MSID (current)': current.msid,
        'Previous MSID': current.previousMsid ?? 'None',
        Generated: `${dateInWords(current.createdAt)} (${ageInWords(current.createdAt, now)})`,
        'Last backup': backupLines(current.lastBackup),
        'Guarded at rest by': protectorInWords[current.protector],
      }}
    />
  )
}

function backupLines(backup: BackupOverview | null): readonly string[] {
  if (backup === null) return ['None is known of']
  return [
    backup.fileName,
    backup.writtenAt === null
      ? 'When it was written was not noted'
      : `Written ${dateInWords(backup.writtenAt)}`,
    `Opened ${dateInWords(backup.verifiedAt)}`,
  ]
}

function AwaitedMasterSecret({ onAction, restoreSecret }: MasterSecretSectionProps) {
  const styles = useStyles()
  return (
    <div className={styles.none}>
      <p className={styles.text}>
        Until it is restored here, no credential can be read or stored on this computer, and no master secret
        can be generated.
      </p>
      <ActionButton action={restoreSecret} place="primary" onAction={onAction} />
    </div>
  )
}

function NoMasterSecret({ generateSecret, onAction }: MasterSecretSectionProps) {
  const styles = useStyles()
  return (
    <div className={styles.none}>
      <p className={styles.lead}>This system has no master secret yet.</p>
      <p className={styles.text}>
        The master secret is the key that guards every credential of the SSO system; without it none can be
        stored. Generating it also writes a backup file, protected with a password that you choose, and proves
        that the file opens.
      </p>
      <ActionButton action={generateSecret} place="primary" onAction={onAction} />
    </div>
  )
}
