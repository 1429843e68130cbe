import { useCallback, useEffect, useRef, useState } from 'react'
import type { SsoErrorData } from '../../shared/errors.ts'
import type { SystemOverview } from '../../shared/system-overview.ts'
import { useHost } from '../host/host.ts'
import { treePainted } from '../host/tree-painted.ts'
import { crashIn, crashOf, useReportCrash } from './crash.ts'

/** The last answer to "describe the system". */
export type SystemReading =
  | { readonly state: 'reading' }
  | { readonly state: 'read'; readonly overview: SystemOverview }
  /** `error` is `null` when a bug kept the answer away; the crash dialog tells of it. */
  | { readonly state: 'failed'; readonly error: SsoErrorData | null }

export interface SystemWatch {
  readonly reading: SystemReading
  /** An answer is awaited; `reading` is what was known before. */
  readonly busy: boolean
  readonly refresh: () => void
}

/** Reads the system at once, when told that it changed, and on request. Of overlapping reads the last one counts. */
export function useSystemOverview(): SystemWatch {
  const { sso } = useHost()
  const report = useReportCrash()
  const [reading, setReading] = useState<SystemReading>({ state: 'reading' })
  const [busy, setBusy] = useState(true)
  const latest = useRef(0)
  const refresh = useCallback(async () => {
    latest.current += 1
    const mine = latest.current
    setBusy(true)
    const next = await read(sso, report)
    if (mine !== latest.current) return
    setReading(next)
    setBusy(false)
  }, [sso, report])
  useEffect(() => {
    // The answer takes the main process some work; the tree can be painted meanwhile.
    void treePainted.then(refresh)
    return sso.system.onChanged(() => void refresh())
  }, [sso, refresh])
  return { reading, busy, refresh }
}

async function read(
  sso: ReturnType<typeof useHost>['sso'],
  report: ReturnType<typeof useReportCrash>,
): Promise<SystemReading> {
  try {
    const outcome = await sso.system.describe({})
    const crash = crashIn(outcome)
    if (crash !== null) report(crash)
    return outcome.ok ? { state: 'read', overview: outcome.value } : { state: 'failed', error: outcome.error }
  } catch (thrown) {
    report(crashOf(thrown))
    return { state: 'failed', error: null }
  }
}

/** The overview of a reading, or `null` while there is none. */
export function overviewOf(reading: SystemReading): SystemOverview | null {
  return reading.state === 'read' ? reading.overview : null
}
