import { createHmac, hash } from 'node:crypto'
import type { Msid } from '../../../shared/master-secret.ts'

/* The chain of events, version 1: docs/formats.md. */

/** What the first event follows. */
export const FIRST_DIGEST = '0'.repeat(64)

/** What an event follows where the end of the log was found changed: no event has this digest, so it stays visible. */
export const BROKEN_DIGEST = 'f'.repeat(64)

/** A row of `event`, but for its digest and mac. */
export interface ChainedFields {
  readonly id: number
  readonly event_id: number
  readonly level: string
  readonly at: string
  readonly tracking_id: string
  readonly computer: string
  readonly account: string
  /** As it is stored: JSON text. */
  readonly data: string
  readonly mac_msid: string | null
}

/** The end of the log, as its last row has it. */
export interface ChainEnd {
  /** 0 if there is no row. */
  readonly id: number
  readonly digest: string | null
  readonly mac_msid: string | null
}

export const EMPTY_CHAIN: ChainEnd = { id: 0, digest: FIRST_DIGEST, mac_msid: null }

/** The record of the last event. */
export interface ChainHead {
  readonly event_id: number
  readonly digest: string
  readonly mac: string | null
  readonly mac_msid: string | null
}

/** The audit key of a master secret, if it is at hand. */
export type FindAuditKey = (msid: Msid) => Uint8Array | undefined

/** @returns SHA-256, hex, of what the event follows and of the event. */
export function digestEvent(previousDigest: string, event: ChainedFields): string {
  const { account, at, computer, data, event_id, id, level, mac_msid, tracking_id } = event
  const fields = [id, event_id, level, at, tracking_id, computer, account, data, mac_msid]
  return hash('sha256', previousDigest + JSON.stringify(fields), 'hex')
}

/** @returns HMAC-SHA256, hex. */
export function authenticateEvent(digest: string, key: Uint8Array): string {
  return createHmac('sha256', key).update(digest).digest('hex')
}

/** @returns HMAC-SHA256, hex. */
export function authenticateHead(eventId: number, digest: string, key: Uint8Array): string {
  return createHmac('sha256', key).update(`head|${eventId}|${digest}`).digest('hex')
}

/** How the record of the last event compares with the last row. */
export type HeadState = 'ok' | 'unauthenticated' | 'missing' | 'wrong' | 'ahead' | 'behind'

/**
 * Compares the record of the last event with the last row: `ahead` if rows are missing, `behind` if there are more,
 * `unauthenticated` if it agrees but has no mac that could be checked.
 */
export function compareHead(head: ChainHead | null, last: ChainEnd, keyOf: FindAuditKey): HeadState {
  if (head === null) return 'missing'
  if (head.event_id !== last.id) return head.event_id > last.id ? 'ahead' : 'behind'
  const { digest, mac, mac_msid: msid } = head
  if (digest !== last.digest || msid !== last.mac_msid) return 'wrong'
  if (msid === null || mac === null) return msid === mac ? 'unauthenticated' : 'wrong'
  const key = keyOf(msid)
  if (key === undefined) return 'unauthenticated'
  return mac === authenticateHead(head.event_id, digest, key) ? 'ok' : 'wrong'
}
