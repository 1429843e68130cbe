import { makeStyles, tokens, useRestoreFocusTarget } from '@fluentui/react-components'
import { Server16Regular } from '@fluentui/react-icons'
import type { KeyboardEvent, MouseEvent } from 'react'
import type { ServerOverview } from '../../shared/servers.ts'
import { ForeignText } from '../words/foreign-text.tsx'
import { dateInWords } from '../words/time-in-words.ts'
import { useNow } from '../words/use-now.ts'
import type { ServerMenuRequest } from './server-menu.tsx'
import { heldInWords, lastSeenInWords, roleInWords, type SystemSecrets } from './servers-in-words.ts'

const useStyles = makeStyles({
  row: {
    cursor: 'default',
    ':hover': { backgroundColor: tokens.colorSubtleBackgroundHover },
    ':focus': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  cell: {
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS}`,
    verticalAlign: 'top',
  },
  name: {
    minWidth: '110px',
    overflowWrap: 'anywhere',
    display: 'flex',
    gap: tokens.spacingHorizontalXS,
    alignItems: 'start',
  },
  icon: { flexShrink: 0, marginTop: '2px' },
  here: { display: 'block', color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
})

export interface ServerRowProps {
  readonly server: ServerOverview
  readonly secrets: SystemSecrets
  readonly isTabStop: boolean
  readonly onFocus: () => void
  readonly onMenu: (request: ServerMenuRequest) => void
  readonly onRemove: () => void
}

/** One server. */
export function ServerRow({ server, secrets, isTabStop, onFocus, onMenu, onRemove }: ServerRowProps) {
  const styles = useStyles()
  const restoreFocus = useRestoreFocusTarget()
  const now = useNow()
  const { joinedAt, msids, name, version } = server
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key === 'Delete') return onRemove()
    if (event.key !== 'ContextMenu' && !(event.key === 'F10' && event.shiftKey)) return
    event.preventDefault()
    onMenu({ server, row: event.currentTarget, pointer: null })
  }
  const onContextMenu = (event: MouseEvent<HTMLElement>) => {
    event.preventDefault()
    event.currentTarget.focus()
    onMenu({ server, row: event.currentTarget, pointer: { x: event.clientX, y: event.clientY } })
  }
  const cells = [
    roleInWords(server),
    lastSeenInWords(server, now),
    version ?? 'Not known',
    heldInWords(msids, secrets),
    dateInWords(joinedAt),
  ]
  return (
    <tr
      {...restoreFocus}
      tabIndex={isTabStop ? 0 : -1}
      className={styles.row}
      onFocus={onFocus}
      onKeyDown={onKeyDown}
      onContextMenu={onContextMenu}
    >
      <td className={styles.cell}>
        <span className={styles.name}>
          <Server16Regular aria-hidden className={styles.icon} />
          <span>
            <ForeignText>{name}</ForeignText>
            {server.isThisServer && <span className={styles.here}> This computer</span>}
          </span>
        </span>
      </td>
      {cells.map((text, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place
        <td key={index} className={styles.cell}>
          <ForeignText>{text}</ForeignText>
        </td>
      ))}
    </tr>
  )
}
