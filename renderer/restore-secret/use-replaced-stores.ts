import { useCallback } from 'react'
import type { ReplacedStore } from '../../shared/backup.ts'
import type { SystemOverview } from '../../shared/system-overview.ts'
import { useHost } from '../host/host.ts'
import { useReading, type Watch } from '../request/use-reading.ts'

/** Lists the replaced secret stores, again each time that the system was read and on request. */
export function useReplacedStores(overview: SystemOverview): Watch<readonly ReplacedStore[]> {
  const { sso } = useHost()
  // biome-ignore lint/correctness/useExhaustiveDependencies: they may be others each time that the system was read
  const list = useCallback(() => sso.restore.listReplaced({}), [sso, overview])
  return useReading(list)
}
