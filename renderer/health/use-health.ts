import { useCallback } from 'react'
import type { HealthCheck } from '../../shared/health.ts'
import { useHost } from '../host/host.ts'
import { useReading, type Watch } from '../request/use-reading.ts'

/** Reads the health, and again whenever `version` is another. */
export function useHealth(version: object): Watch<readonly HealthCheck[]> {
  const { sso } = useHost()
  // biome-ignore lint/correctness/useExhaustiveDependencies: another version is what to read again for
  return useReading(useCallback(() => sso.health.describe({}), [sso, version]))
}
