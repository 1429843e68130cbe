import { makeStyles, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { InfoDialog } from './info-dialog.tsx'

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
