import { makeStyles, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { CopyButton } from '../dialog/copy-button.tsx'
import { DialogPage } from '../dialog/dialog-page.tsx'
import { FocusedButton } from '../dialog/focused-button.tsx'
import { ForeignText } from '../words/foreign-text.tsx'
import { PropertyList } from '../words/property-list.tsx'
import { StatusHeading } from '../words/status-icon.tsx'

const useStyles = makeStyles({
  text: { margin: `${tokens.spacingVerticalS} 0` },
  properties: { containerType: 'inline-size' },
  command: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    padding: tokens.spacingHorizontalS,
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground3,
  },
  code: {
    flexGrow: 1,
    minWidth: 0,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    overflowWrap: 'anywhere',
    userSelect: 'all',
  },
})

export interface BackupMadePageProps {
  readonly title: string
  /** What was done, in a few words. */
  readonly done: string
  /** The same in a sentence or two. */
  readonly proof: ReactNode
  /** What is not done yet; nothing if all of it is. */
  readonly unfinished?: ReactNode
  readonly properties: Readonly<Record<string, string>>
  readonly displayPath: string
  readonly onClose: () => void
}

/** What was made, that the backup opens, and what to do with it now. */
export function BackupMadePage(props: BackupMadePageProps) {
  const styles = useStyles()
  const command = openCommand(props.displayPath)
  return (
    <DialogPage title={props.title} buttons={<FocusedButton onClick={props.onClose}>Close</FocusedButton>}>
      <StatusHeading status={props.unfinished === undefined ? 'green' : 'amber'}>{props.done}</StatusHeading>
      <p className={styles.text} role="status">
        {props.proof}
      </p>
      {props.unfinished}
      <div className={styles.properties}>
        <PropertyList properties={props.properties} />
      </div>
      <p className={styles.text}>
        Keep the backup on another computer or medium, and give its password to a second administrator.
        Without them a lost master secret cannot be restored.
      </p>
      <p className={styles.text}>To open the backup without this program (it asks for the password):</p>
      <div className={styles.command}>
        <code className={styles.code}>
          <ForeignText>{command}</ForeignText>
        </code>
        <CopyButton what="command" text={() => command} />
      </div>
    </DialogPage>
  )
}

/** The command line that opens a backup with standard tools; a path with anything unusual in it is quoted. */
export function openCommand(path: string): string {
  const plain = /^[\w./:@%+,-]+$/.test(path) && !path.startsWith('-')
  const argument = plain ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`
  return `jq -r .payload ${argument} | age -d`
}
