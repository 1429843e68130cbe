import { useCallback, useRef } from 'react'
import type { Outcome, SsoErrorData } from '../../shared/errors.ts'
import { crashIn, crashOf, useReportCrash } from './crash.ts'

/** An answer of the main process; `error` is `null` when a bug kept it away, of which the crash dialog tells. */
export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: SsoErrorData | null }

type Ask = <T>(request: () => Promise<Outcome<T>>) => Promise<Answer<T>>

/** Asks the main process. Never rejects: a bug, on either side, opens the crash dialog. */
export function useAsk(): Ask {
  const report = useReportCrash()
  return useCallback(
    async (request) => {
      try {
        const outcome = await request()
        const crash = crashIn(outcome)
        if (crash === null) return outcome
        report(crash)
      } catch (thrown) {
        report(crashOf(thrown))
      }
      return { ok: false, error: null }
    },
    [report],
  )
}

type AskLatest = <T>(request: () => Promise<Outcome<T>>) => Promise<Answer<T> | null>

/** Asks so that of overlapping requests the last one counts: `null` answers one that a later one has overtaken. */
export function useAskLatest(): AskLatest {
  const ask = useAsk()
  const latest = useRef(0)
  return useCallback(
    async (request) => {
      latest.current += 1
      const mine = latest.current
      const answer = await ask(request)
      return mine === latest.current ? answer : null
    },
    [ask],
  )
}
