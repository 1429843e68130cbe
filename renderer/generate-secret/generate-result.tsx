import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { CheckmarkCircle16Filled } from '@fluentui/react-icons'
import { useEffect, useRef } from 'react'
import type { GeneratedSecret } from '../../shared/master-secret.ts'
import { fluentRef } from '../fluent-ref.ts'
import { PropertyList } from '../system/property-list.tsx'
import { CopyButton } from './copy-button.tsx'
import { GeneratePage } from './generate-page.tsx'

const useStyles = makeStyles({
  heading: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    margin: 0,
    fontSize: tokens.fontSizeBase400,
    lineHeight: tokens.lineHeightBase400,
    fontWeight: tokens.fontWeightSemibold,
  },
  icon: { color: tokens.colorPaletteGreenForeground1 },
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

export interface GenerateResultProps {
  readonly secret: GeneratedSecret
  readonly onClose: () => void
}

/** What was generated, that its backup opens, and what to do with the backup now. */
export function GenerateResult({ secret, onClose }: GenerateResultProps) {
  const styles = useStyles()
  const command = openCommand(secret.displayPath)
  return (
    <GeneratePage buttons={<CloseButton onClose={onClose} />}>
      <h3 className={styles.heading}>
        <CheckmarkCircle16Filled aria-hidden className={styles.icon} />
        Master secret generated
      </h3>
      <p className={styles.text} role="status">
        The new master secret is current, and the backup was read back and opens with your password.
      </p>
      <div className={styles.properties}>
        <PropertyList
          properties={{
            'New MSID': secret.msid,
            ...(secret.previousMsid !== null && { 'Previous MSID': secret.previousMsid }),
            'Backup file': secret.displayPath,
            'Tracking id': secret.trackingId,
          }}
        />
      </div>
      <p className={styles.text}>
        Keep the backup on another computer or medium, and give its password to a second administrator.
        Without them a lost master secret cannot be restored.
      </p>
      <p className={styles.text}>To open the backup without this program (it asks for the password):</p>
      <div className={styles.command}>
        <code className={styles.code}>{command}</code>
        <CopyButton what="command" text={() => command} />
      </div>
    </GeneratePage>
  )
}

/** Takes the focus: the button that had it is gone with its page. */
function CloseButton({ onClose }: { readonly onClose: () => void }) {
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => button.current?.focus(), [])
  return (
    <Button ref={fluentRef(button)} appearance="primary" onClick={onClose}>
      Close
    </Button>
  )
}

/** The command line that opens a backup with standard tools; a path with anything unusual in it is quoted. */
export function openCommand(path: string): string {
  const plain = /^[\w./:@%+,-]+$/.test(path) && !path.startsWith('-')
  const argument = plain ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`
  return `jq -r .payload ${argument} | age -d`
}
