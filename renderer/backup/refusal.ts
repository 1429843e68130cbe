import { type BackupFindings, wouldLoseCredentials } from '../../shared/backup.ts'
import type { ErrorCode, SsoErrorData } from '../../shared/errors.ts'

const overridable: ReadonlySet<ErrorCode> = new Set([
  'BackupOfAnotherSystem',
  'RestoreWouldLoseCredentials',
  'SecretStoreForeign',
])

/** Whether whoever insists may restore against this refusal. */
export function mayOverride({ code }: SsoErrorData): boolean {
  return overridable.has(code)
}

/**
 * What a restore of a backup with these findings would be refused with; `null` if nothing stands against it.
 *
 * @param systemId - of the system that is restored to.
 */
export function foreseeRefusal(
  { sameSystem, systemId: found, trial }: BackupFindings,
  systemId: string,
): SsoErrorData | null {
  const { readable, total } = trial
  if (!sameSystem) {
    return { code: 'BackupOfAnotherSystem', details: { found, expected: systemId, readable, total } }
  }
  if (wouldLoseCredentials(trial)) {
    return { code: 'RestoreWouldLoseCredentials', details: { readable, total } }
  }
  return null
}

/** How many credentials a refusal says would be lost; `undefined` where it does not say. */
export function lossOf({ details }: SsoErrorData): number | undefined {
  const { readable, total } = details
  return typeof readable === 'number' && typeof total === 'number' ? total - readable : undefined
}
