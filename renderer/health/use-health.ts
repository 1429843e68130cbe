import { useCallback, useEffect, useRef, useState } from 'react'
import type { SsoErrorData } from '../../shared/errors.ts'
import type { HealthCheck } from '../../shared/health.ts'
import { useHost } from '../host/host.ts'
import { crashIn, crashOf, useReportCrash } from '../request/crash.ts'

export interface HealthWatch {
  /** As last read; `null` until then. */
  readonly checks: readonly HealthCheck[] | null
  /** Why the last reading failed. */
  readonly failure: SsoErrorData | null
  readonly busy: boolean
}

/** Reads the health, and again whenever `version` is another. Of overlapping readings the last counts. */
export function useHealth(version: object): HealthWatch {
  const { sso } = useHost()
  const report = useReportCrash()
  const [watch, setWatch] = useState<HealthWatch>({ checks: null, failure: null, busy: true })
  const latest = useRef<object | null>(null)
  const read = useCallback(
    async (now: object) => {
      setWatch((known) => ({ ...known, busy: true }))
      const outcome = await sso.health.describe({})
      const crash = crashIn(outcome)
      if (crash !== null) report(crash)
      if (latest.current !== now) return
      setWatch(
        outcome.ok
          ? { checks: outcome.value, failure: null, busy: false }
          : { checks: null, failure: crash === null ? outcome.error : null, busy: false },
      )
    },
    [sso, report],
  )
  useEffect(() => {
    latest.current = version
    read(version).catch((thrown) => {
      setWatch((known) => ({ ...known, busy: false }))
      report(crashOf(thrown))
    })
  }, [version, read, report])
  return watch
}
