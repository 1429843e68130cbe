/**
 * Overwrites buffers that held a secret. Best effort: the runtime may have copied them before
 * (docs/security.md).
 */
export function wipe(...buffers: readonly (Uint8Array | null | undefined)[]): void {
  for (const buffer of buffers) buffer?.fill(0)
}
