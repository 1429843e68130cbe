import { useCallback, useEffect, useState } from 'react'
import type { Outcome, SsoErrorData } from '../../shared/errors.ts'
import { type Answer, useAskLatest } from './use-ask.ts'

/** What was last read. */
export type Reading<T> =
  | { readonly state: 'reading' }
  | { readonly state: 'read'; readonly value: T }
  /** `error` is `null` when a bug kept the answer away; the crash dialog tells of it. */
  | { readonly state: 'failed'; readonly error: SsoErrorData | null }

/** What was last read, and how to read it again. */
export interface Watch<T> {
  readonly reading: Reading<T>
  /** An answer is awaited; `reading` is what was known before. */
  readonly busy: boolean
  readonly refresh: () => void
}

/**
 * Reads when first rendered and on request; meanwhile the last answer stays. Of overlapping reads the last one counts.
 *
 * @param read - the same function as long as the same is read.
 */
export function useReading<T>(read: () => Promise<Outcome<T>>): Watch<T> {
  const ask = useAskLatest()
  const [reading, setReading] = useState<Reading<T>>({ state: 'reading' })
  const [busy, setBusy] = useState(true)
  const refresh = useCallback(() => {
    setBusy(true)
    void ask(read).then((answer) => {
      if (answer === null) return
      setReading(readingOf(answer))
      setBusy(false)
    })
  }, [ask, read])
  useEffect(refresh, [refresh])
  return { reading, busy, refresh }
}

/** What was read, or `null` while there is nothing. */
export function valueIn<T>(reading: Reading<T>): T | null {
  return reading.state === 'read' ? reading.value : null
}

function readingOf<T>(answer: Answer<T>): Reading<T> {
  return answer.ok ? { state: 'read', value: answer.value } : { state: 'failed', error: answer.error }
}
