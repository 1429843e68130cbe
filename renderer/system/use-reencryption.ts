import { useCallback, useEffect, useState } from 'react'
import type { SsoErrorData } from '../../shared/errors.ts'
import type { ReencryptionOverview } from '../../shared/reencryption.ts'
import { useHost } from '../host/host.ts'
import { useAsk } from '../request/use-ask.ts'

export type ReencryptionVerb = 'pause' | 'resume' | 'cancel'

export interface ReencryptionWatch {
  readonly reencryption: ReencryptionOverview | null
  /** Why the last request was refused. */
  readonly refused: SsoErrorData | null
  readonly ask: (verb: ReencryptionVerb) => void
}

/** Follows a re-encryption from what was `read` of it. */
export function useReencryption(read: ReencryptionOverview | null): ReencryptionWatch {
  const { sso } = useHost()
  const ask = useAsk()
  const [known, setKnown] = useState(read)
  const [refused, setRefused] = useState<SsoErrorData | null>(null)
  useEffect(() => setKnown(read), [read])
  useEffect(() => sso.reencryption.onProgress(setKnown), [sso])
  const change = useCallback(
    async (verb: ReencryptionVerb) => {
      const answer = await ask(() => sso.reencryption[verb]({}))
      setRefused(answer.ok ? null : answer.error)
      if (answer.ok) setKnown(answer.value)
    },
    [sso, ask],
  )
  return { reencryption: known, refused, ask: (verb) => void change(verb) }
}
