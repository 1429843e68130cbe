import { useCallback, useEffect, useRef, useState } from 'react'
import type { Outcome, SsoErrorData } from '../../shared/errors.ts'
import { type Answer, useAsk } from './use-ask.ts'

/** What was last read. */
export type Reading<T> =
  | { readonly state: 'reading' }
  | { readonly state: 'read'; readonly value: T }
  /** `error` is `null` when a bug kept the answer away; the crash dialog tells of it. */
  | { readonly state: 'failed'; readonly error: SsoErrorData | null }

/**
 * Reads at once and on request; meanwhile the last answer stays. Of overlapping reads the last one counts.
 *
 * @param read - the same function as long as the same is read.
 */
export function useReading<T>(
  read: () => Promise<Outcome<T>>,
): readonly [reading: Reading<T>, refresh: () => void] {
  const ask = useAsk()
  const [reading, setReading] = useState<Reading<T>>({ state: 'reading' })
  const latest = useRef(0)
  const refresh = useCallback(() => {
    latest.current += 1
    const mine = latest.current
    void ask(read).then((answer) => {
      if (mine === latest.current) setReading(readingOf(answer))
    })
  }, [ask, read])
  useEffect(refresh, [refresh])
  return [reading, refresh]
}

function readingOf<T>(answer: Answer<T>): Reading<T> {
  return answer.ok ? { state: 'read', value: answer.value } : { state: 'failed', error: answer.error }
}
