import { useEffect, useState } from 'react'
import { useHost } from '../host/host.ts'
import type { Strength } from '../host/strength.ts'
import { StrengthEstimator } from './strength-estimator.ts'

/** An estimator for one dialog, stopped with it, and its last word; `null` while there is none. */
export function usePasswordStrength(): readonly [Strength | null, StrengthEstimator] {
  const { startStrengthWorker } = useHost()
  const [strength, setStrength] = useState<Strength | null>(null)
  const [estimator] = useState(() => new StrengthEstimator(startStrengthWorker, setStrength))
  useEffect(() => () => estimator.stop(), [estimator])
  return [strength, estimator]
}
