import { makeStyles, tokens } from '@fluentui/react-components'
import type { RefObject } from 'react'
import type { BackupDescription } from '../../shared/backup.ts'
import { PropertyList } from '../words/property-list.tsx'
import { dateInWords } from '../words/time-in-words.ts'
import { BackupFileField } from './backup-file-field.tsx'
import type { BackupPick } from './use-backup-pick.ts'

const useStyles = makeStyles({
  header: {
    containerType: 'inline-size',
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM}`,
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground3,
  },
  proof: {
    margin: `0 0 ${tokens.spacingVerticalXS}`,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground2,
  },
})

export interface BackupPickerProps {
  readonly pick: BackupPick
  readonly browseRef: RefObject<HTMLButtonElement | null>
  readonly disabled: boolean
}

/** Which backup, and what it says without its password, its password reminder above all. */
export function BackupPicker({ pick, browseRef, disabled }: BackupPickerProps) {
  const { browse, error, opened } = pick
  return (
    <>
      <BackupFileField
        path={opened?.backup.displayPath ?? ''}
        error={error}
        browseRef={browseRef}
        disabled={disabled}
        onBrowse={browse}
      />
      {opened !== null && <BackupHeader backup={opened.backup} />}
    </>
  )
}

/** What a backup says without its password. */
export function BackupHeader({ backup }: { readonly backup: BackupDescription }) {
  const styles = useStyles()
  const { passwordReminder } = backup
  return (
    <section aria-label="What the file says" role="status" className={styles.header}>
      <PropertyList
        properties={{
          'Password reminder': passwordReminder === '' ? 'None was given' : passwordReminder,
          ...describedProperties(backup),
        }}
      />
      <p className={styles.proof}>Anybody could have written this; opening the backup proves it.</p>
    </section>
  )
}

/** Where a backup comes from and what it holds. */
export function describedProperties(
  backup: Pick<
    BackupDescription,
    'createdAt' | 'currentMsid' | 'previousMsid' | 'server' | 'systemId' | 'writtenAt'
  >,
): Readonly<Record<string, string>> {
  return {
    'Made on server': backup.server,
    'Secret generated': dateInWords(backup.createdAt),
    'Backup written':
      backup.writtenAt === null ? 'The file does not say when' : dateInWords(backup.writtenAt),
    'Current MSID': backup.currentMsid,
    'Previous MSID': backup.previousMsid ?? 'None',
    'SSO system': backup.systemId,
  }
}
