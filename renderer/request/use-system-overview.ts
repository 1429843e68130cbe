import { useCallback, useEffect } from 'react'
import type { SystemOverview } from '../../shared/system-overview.ts'
import { useHost } from '../host/host.ts'
import { treePainted } from '../host/tree-painted.ts'
import { type Reading, useReading, type Watch } from './use-reading.ts'

/** The last answer to "describe the system". */
export type SystemReading = Reading<SystemOverview>
export type SystemRead = Extract<SystemReading, { state: 'read' }>
export type SystemWatch = Watch<SystemOverview>

/** Reads the system once the tree is painted, when told that it changed, and on request. */
export function useSystemOverview(): SystemWatch {
  const { sso } = useHost()
  const watch = useReading(
    useCallback(async () => {
      // The answer takes the main process some work; the tree can be painted meanwhile.
      await treePainted
      return sso.system.describe({})
    }, [sso]),
  )
  const { refresh } = watch
  useEffect(() => sso.system.onChanged(refresh), [sso, refresh])
  return watch
}
