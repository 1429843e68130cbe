import { useCallback, useEffect, useRef, useState } from 'react'
import type { SsoErrorData } from '../../shared/errors.ts'
import type { EventLevel, EventPage, EventQuery, LoggedEvent } from '../../shared/events.ts'
import { useHost } from '../host/host.ts'
import { useAskLatest } from '../request/use-ask.ts'

/** What is looked for; `null` where that does not matter. */
export interface EventFilter {
  readonly trackingId: string | null
  /** This level or a more serious one. */
  readonly level: EventLevel | null
}

export const everyEvent: EventFilter = { trackingId: null, level: null }

export interface EventLog {
  /** Newest first; `null` until they were read. */
  readonly events: readonly LoggedEvent[] | null
  readonly failure: SsoErrorData | null
  readonly busy: boolean
  readonly filter: EventFilter
  /** Whether there are older ones. */
  readonly more: boolean
  readonly find: (filter: EventFilter) => void
  readonly loadMore: () => void
}

const PAGE = 100
const LARGEST_PAGE = 1_000

interface Known {
  readonly events: readonly LoggedEvent[] | null
  readonly next: number | null
  readonly failure: SsoErrorData | null
}

/**
 * The events that match a filter, a page at a time. Read again when `version` changes, as many as were shown. Of
 * overlapping readings the last counts.
 */
export function useEventLog(version: unknown): EventLog {
  const { sso } = useHost()
  const ask = useAskLatest()
  const [filter, find] = useState(everyEvent)
  const [known, setKnown] = useState<Known>({ events: null, next: null, failure: null })
  const [busy, setBusy] = useState(true)
  const shown = useRef(0)
  const read = useCallback(
    async (query: EventQuery, take: (page: EventPage) => Known) => {
      setBusy(true)
      const answer = await ask(() => sso.events.find(query))
      if (answer === null) return
      setBusy(false)
      const next = answer.ok ? take(answer.value) : { events: null, next: null, failure: answer.error }
      shown.current = next.events?.length ?? 0
      setKnown(next)
    },
    [sso, ask],
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: another version is what to read again for
  useEffect(() => {
    const limit = Math.min(Math.max(shown.current, PAGE), LARGEST_PAGE)
    void read({ ...toQuery(filter), limit }, ({ events, next }) => ({ events, next, failure: null }))
  }, [filter, read, version])
  const loadMore = () => {
    if (known.next === null) return
    void read({ ...toQuery(filter), limit: PAGE, before: known.next }, ({ events, next }) => ({
      events: [...(known.events ?? []), ...events],
      next,
      failure: null,
    }))
  }
  return { ...known, busy, filter, more: known.next !== null, find, loadMore }
}

function toQuery({ level, trackingId }: EventFilter): EventQuery {
  return { ...(level !== null && { level }), ...(trackingId !== null && { trackingId }) }
}
