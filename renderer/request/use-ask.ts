import { useCallback } from 'react'
import type { Outcome, SsoErrorData } from '../../shared/errors.ts'
import { crashIn, crashOf, useReportCrash } from './crash.ts'

/** An answer of the main process; `error` is `null` when a bug kept it away, of which the crash dialog tells. */
export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: SsoErrorData | null }

type Ask = <T>(request: () => Promise<Outcome<T>>) => Promise<Answer<T>>

/** Asks the main process. Never rejects: a bug opens the crash dialog. */
export function useAsk(): Ask {
  const report = useReportCrash()
  return useCallback(
    async (request) => {
      try {
        const outcome = await request()
        const crash = crashIn(outcome)
        if (crash !== null) report(crash)
        return outcome
      } catch (thrown) {
        report(crashOf(thrown))
        return { ok: false, error: null }
      }
    },
    [report],
  )
}
