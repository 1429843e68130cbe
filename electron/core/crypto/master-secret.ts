import { randomBytes, randomUUID } from 'node:crypto'
import type { Msid } from '../../../shared/master-secret.ts'
import { instantOf } from '../errors/instant.ts'
import { wipe } from './wipe.ts'

export const MASTER_SECRET_BYTES = 32

/** A master secret in the clear. Whoever holds one wipes it with {@link wipeMasterSecrets}. */
export interface MasterSecret {
  readonly msid: Msid
  /** UTC, ISO 8601. */
  readonly createdAt: string
  readonly bytes: Uint8Array
}

/** The two that a system keeps: rows not yet re-encrypted still need the previous one. */
export interface MasterSecretPair {
  readonly current: MasterSecret
  readonly previous: MasterSecret | null
}

export function newMsid(): Msid {
  return randomUUID()
}

/** Makes a master secret from the operating system's random generator. */
export function newMasterSecret(msid: Msid, now: Date): MasterSecret {
  return { msid, createdAt: instantOf(now), bytes: new Uint8Array(randomBytes(MASTER_SECRET_BYTES)) }
}

export function wipeMasterSecrets(...secrets: readonly (MasterSecret | null | undefined)[]): void {
  wipe(...secrets.map((secret) => secret?.bytes))
}
