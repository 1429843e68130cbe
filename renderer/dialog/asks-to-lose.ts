import type { SsoErrorData } from '../../shared/errors.ts'

/** Whether a refusal can be overridden by typing that credentials may be lost. */
export function asksToLose(failure: SsoErrorData | null): boolean {
  return failure?.code === 'GenerateWouldLoseCredentials'
}
