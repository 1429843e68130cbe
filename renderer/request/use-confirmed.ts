import { useState } from 'react'
import type { Outcome, SsoErrorData } from '../../shared/errors.ts'
import { useAsk } from './use-ask.ts'

/** Something that is done once its owner has confirmed it. */
export interface Confirmed {
  readonly running: boolean
  readonly failure: SsoErrorData | null
  readonly confirm: () => void
  /** Closes the question, unless what was confirmed is under way. */
  readonly leave: () => void
}

/** @param onDone - called when the main process has done it */
export function useConfirmed(
  request: () => Promise<Outcome<unknown>>,
  onDone: () => void,
  onClose: () => void,
): Confirmed {
  const ask = useAsk()
  const [running, setRunning] = useState(false)
  const [failure, setFailure] = useState<SsoErrorData | null>(null)
  const run = async () => {
    setRunning(true)
    const answer = await ask(request)
    setRunning(false)
    if (answer.ok) onDone()
    else setFailure(answer.error)
  }
  const leave = () => {
    if (!running) onClose()
  }
  return { running, failure, confirm: () => void run(), leave }
}
