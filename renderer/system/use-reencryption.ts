import { useCallback, useEffect, useState } from 'react'
import type { SsoErrorData } from '../../shared/errors.ts'
import type { ReencryptionOverview } from '../../shared/reencryption.ts'
import { useHost } from '../host/host.ts'
import { crashIn, crashOf, useReportCrash } from '../request/crash.ts'

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
  const report = useReportCrash()
  const [known, setKnown] = useState(read)
  const [refused, setRefused] = useState<SsoErrorData | null>(null)
  useEffect(() => setKnown(read), [read])
  useEffect(() => sso.reencryption.onProgress(setKnown), [sso])
  const ask = useCallback(
    async (verb: ReencryptionVerb) => {
      const outcome = await sso.reencryption[verb]({})
      const crash = crashIn(outcome)
      if (crash !== null) report(crash)
      setRefused(outcome.ok ? null : outcome.error)
      if (outcome.ok) setKnown(outcome.value)
    },
    [sso, report],
  )
  return {
    reencryption: known,
    refused,
    ask: (verb) => void ask(verb).catch((thrown) => report(crashOf(thrown))),
  }
}
