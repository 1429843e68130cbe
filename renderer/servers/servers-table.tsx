import { makeStyles, tokens } from '@fluentui/react-components'
import { useEffect, useRef, useState } from 'react'
import type { SsoErrorData } from '../../shared/errors.ts'
import type { ServerOverview } from '../../shared/servers.ts'
import type { SystemOverview } from '../../shared/system-overview.ts'
import { moveFocus } from '../focus/arrow-keys.ts'
import { RemoveServerDialog } from './remove-server-dialog.tsx'
import { ServerMenu, type ServerMenuRequest } from './server-menu.tsx'
import { ServerRow } from './server-row.tsx'
import { secretsOf } from './servers-in-words.ts'

const useStyles = makeStyles({
  // Narrower, the pane scrolls sideways.
  table: { width: '100%', minWidth: '460px', borderCollapse: 'collapse', textAlign: 'left' },
  head: {
    fontWeight: tokens.fontWeightRegular,
    verticalAlign: 'bottom',
    color: tokens.colorNeutralForeground2,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS}`,
  },
})

const columns = ['Name', 'Role', 'Last seen', 'Version', 'Master secrets held', 'Joined'] as const

export interface ServersTableProps {
  /** At least one. */
  readonly servers: readonly ServerOverview[]
  readonly overview: SystemOverview | null
  readonly onRemoved: () => void
}

/** The servers as a list with columns: one tab stop, arrow keys between rows, Delete and a menu on each. */
export function ServersTable({ servers, overview, onRemoved }: ServersTableProps) {
  const rows = useRows(servers)
  const [menu, setMenu] = useState<ServerMenuRequest | null>(null)
  const [removing, setRemoving] = useState<ServerOverview | null>(null)
  const removed = () => {
    rows.keepFocusAt(servers.findIndex(({ name }) => name === removing?.name))
    setRemoving(null)
    onRemoved()
  }
  return (
    <>
      <ServersGrid
        servers={servers}
        overview={overview}
        rows={rows}
        onMenu={setMenu}
        onRemove={setRemoving}
      />
      {menu !== null && (
        <ServerMenu
          request={menu}
          refusal={whyNotRemoved(menu.server, overview)}
          onRemove={() => setRemoving(menu.server)}
          onClose={() => setMenu(null)}
        />
      )}
      {removing !== null && (
        <RemoveServerDialog
          server={removing}
          refusal={whyNotRemoved(removing, overview)}
          onRemoved={removed}
          onClose={() => setRemoving(null)}
        />
      )}
    </>
  )
}

interface ServersGridProps extends Pick<ServersTableProps, 'servers' | 'overview'> {
  readonly rows: ReturnType<typeof useRows>
  readonly onMenu: (request: ServerMenuRequest) => void
  readonly onRemove: (server: ServerOverview) => void
}

function ServersGrid({ servers, overview, rows, onMenu, onRemove }: ServersGridProps) {
  const styles = useStyles()
  return (
    // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: rows take the focus, so the table is a grid
    <table role="grid" aria-label="Servers" className={styles.table}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col" className={styles.head}>
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody ref={rows.body} onKeyDown={(event) => moveFocus(event, 'vertical', 'tr')}>
        {servers.map((server, index) => (
          <ServerRow
            key={server.name}
            server={server}
            secrets={secretsOf(servers, overview)}
            isTabStop={index === rows.stop}
            onFocus={() => rows.setStop(index)}
            onMenu={onMenu}
            onRemove={() => onRemove(server)}
          />
        ))}
      </tbody>
    </table>
  )
}

/** The service refuses the same; said before anything is asked. */
function whyNotRemoved(server: ServerOverview, overview: SystemOverview | null): SsoErrorData | null {
  const permission = overview?.permissions.administer
  if (permission?.allowed === false) return permission.error
  return server.isMasterSecretServer
    ? { code: 'ServerIsMasterSecretServer', details: { server: server.name } }
    : null
}

/** Which row is the tab stop, and where the focus goes when its row is removed. */
function useRows(servers: readonly ServerOverview[]) {
  const body = useRef<HTMLTableSectionElement>(null)
  const [stop, setStop] = useState(0)
  const wanted = useRef<number | null>(null)
  const shown = useRef(servers)
  useEffect(() => {
    if (shown.current === servers) return
    shown.current = servers
    if (wanted.current === null) return
    const rows = [...(body.current?.querySelectorAll('tr') ?? [])]
    rows[Math.min(wanted.current, rows.length - 1)]?.focus()
    wanted.current = null
  }, [servers])
  const keepFocusAt = (index: number) => {
    wanted.current = index
  }
  return { body, stop: Math.min(stop, servers.length - 1), setStop, keepFocusAt }
}
