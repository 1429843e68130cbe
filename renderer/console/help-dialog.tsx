import { makeStyles, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { InfoDialog } from '../dialog/info-dialog.tsx'

const useStyles = makeStyles({
  topic: {
    margin: `${tokens.spacingVerticalM} 0 ${tokens.spacingVerticalXS}`,
    fontSize: tokens.fontSizeBase300,
    fontWeight: tokens.fontWeightSemibold,
  },
  text: { margin: `0 0 ${tokens.spacingVerticalXS}` },
  keys: { borderSpacing: 0, textAlign: 'left' },
  key: {
    paddingRight: tokens.spacingHorizontalXL,
    fontWeight: tokens.fontWeightRegular,
    whiteSpace: 'nowrap',
  },
  code: { fontFamily: tokens.fontFamilyMonospace },
})

/** What the console can do, in short. */
export function HelpDialog({ onClose }: { readonly onClose: () => void }) {
  const { code, text } = useStyles()
  return (
    <InfoDialog title="SSO Administration Help" onClose={onClose}>
      <Topic title="Generating the master secret">
        <p className={text}>
          The master secret guards every credential of the SSO system. Right-click System and choose Generate
          Secret… to make a new one. The secret it replaces is kept as the previous one. You must be an SSO
          Administrator and an administrator of this computer, and this computer must be the master secret
          server.
        </p>
      </Topic>
      <Topic title="The backup file">
        <p className={text}>
          A backup file is written first, read back from disk and opened with your password; only then does
          the new secret become current. Keep the file on another computer or medium, and give the password to
          a second administrator. The password reminder can be read by anybody who has the file.
        </p>
      </Topic>
      <Topic title="Proving and restoring a backup">
        <p className={text}>
          Verify Backup… tells whether a file opens, which system and secrets it is of, and how many
          credentials it would read; it changes nothing. Restore Secret… tries every credential first and
          refuses to lose any unless you type that you want to. It can be undone until a secret is generated
          after which no credential needs what was replaced. Generate Secret… keeps last copies, too: it
          refuses while credentials need a secret that is not here, and says what holds it. Rehearse… does
          either on a copy.
        </p>
      </Topic>
      <Topic title="Health and the event log">
        <p className={text}>
          Health, below the properties of System, shows the result of each check and, where something is
          wrong, the button that fixes it. Whatever is done has an event: paste a tracking id into the Event
          Log to find it. Verify Log… names the first event that was changed or is missing.
        </p>
      </Topic>
      <Topic title="Moving the master secret">
        <p className={text}>
          Back the secret up. In Properties, choose Change… and the other server, which must be in Servers.
          Then restore the backup on that server. Key Protector… saves a recovery key for the day when this
          account&apos;s keyring is lost.
        </p>
      </Topic>
      <Topic title="Opening a backup without this program">
        <p className={text}>
          A backup is a text file that standard tools can open. It asks for the password:{' '}
          <code className={code}>jq -r .payload &lt;file&gt; | age -d</code>
        </p>
      </Topic>
      <Topic title="Keyboard">
        <KeyTable />
      </Topic>
    </InfoDialog>
  )
}

function Topic({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const styles = useStyles()
  return (
    <section>
      <h3 className={styles.topic}>{title}</h3>
      {children}
    </section>
  )
}

const keys = [
  ['Arrow keys, Home, End', 'Move in the console tree, open and close nodes'],
  ['Enter', 'Open or close a node; open a line of a list'],
  ['Shift+F10 or Menu key', 'Open the context menu of a node'],
  ['Alt+Enter', 'Properties of System'],
  ['Delete', 'Remove the selected server'],
  ['F5', 'Refresh'],
  ['F1', 'This help'],
  ['Esc', 'Close a menu or a dialog'],
] as const

function KeyTable() {
  const styles = useStyles()
  return (
    <table className={styles.keys}>
      <tbody>
        {keys.map(([key, meaning]) => (
          <tr key={key}>
            <th scope="row" className={styles.key}>
              {key}
            </th>
            <td>{meaning}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
