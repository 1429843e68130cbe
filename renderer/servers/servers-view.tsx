import { makeStyles, tokens } from '@fluentui/react-components'
import { useCallback, useEffect, useRef } from 'react'
import { type Action, actionOf } from '../../shared/actions.ts'
import type { ServerOverview } from '../../shared/servers.ts'
import { ActionButton } from '../actions/action-button.tsx'
import { useHost } from '../host/host.ts'
import { ReadingFailed } from '../request/reading-failed.tsx'
import { useReading, valueIn, type Watch } from '../request/use-reading.ts'
import type { SystemWatch } from '../request/use-system-overview.ts'
import { ServersTable } from './servers-table.tsx'

const useStyles = makeStyles({
  quiet: { color: tokens.colorNeutralForeground2, margin: 0 },
  empty: { display: 'grid', gap: tokens.spacingVerticalM, justifyItems: 'start' },
})

export interface ServersViewProps {
  readonly watch: SystemWatch
  readonly onAction: (action: Action) => void
}

/** The Servers node: the servers that have joined the SSO system. */
export function ServersView({ watch, onAction }: ServersViewProps) {
  const styles = useStyles()
  const { reading: servers, refresh } = useServers(watch)
  const overview = valueIn(watch.reading)
  if (servers.state === 'reading') return <p className={styles.quiet}>Reading the servers…</p>
  if (servers.state === 'failed')
    return <ReadingFailed error={servers.error} what="The list of servers" onRetry={refresh} />
  if (servers.value.length === 0) {
    return (
      <div className={styles.empty}>
        <p className={styles.quiet}>
          No server has joined this SSO system. A server joins when it first opens the system; one that has
          not yet can be added here.
        </p>
        <ActionButton action={actionOf('add-server', overview)} place="primary" onAction={onAction} />
      </div>
    )
  }
  return <ServersTable servers={servers.value} overview={overview} onRemoved={refresh} />
}

/** The servers, read again whenever the system is. */
function useServers(watch: SystemWatch): Watch<readonly ServerOverview[]> {
  const { sso } = useHost()
  const servers = useReading(useCallback(() => sso.servers.list({}), [sso]))
  const { refresh } = servers
  const seen = useRef(watch.reading)
  useEffect(() => {
    if (seen.current === watch.reading) return
    seen.current = watch.reading
    refresh()
  }, [watch.reading, refresh])
  return servers
}
