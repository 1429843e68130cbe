import { SsoError } from './sso-error.ts'

/** @throws {@link SsoError} `Cancelled` */
export function refuseIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw SsoError.of('Cancelled', {})
}
