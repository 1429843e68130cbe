import { open, seal } from '../crypto/sealed-box.ts'
import { wipe } from '../crypto/wipe.ts'

/** What a ticket vouches for: that its server knew the account, at that time. It is good for any application. */
export interface Ticket {
  /** Who it was issued to: `DOMAIN\user` or a plain name. */
  readonly account: string
  /** The groups the account was in. */
  readonly groups: readonly string[]
  /** The SSO server that issued it. */
  readonly issuer: string
  /** UTC, ISO 8601; so is {@link expiresAt}. */
  readonly issuedAt: string
  /** By the system's time-out; an application can have its own. */
  readonly expiresAt: string
}

/*
 * A ticket as text: Base64 of a version byte and a sealed box over JSON. The additional data binds it to its SSO
 * system.
 */
const VERSION = 1
const SMALLEST_BYTES = 1 + 24 + 16
/** Room for thousands of groups. */
const MAX_CHARACTERS = 512 * 1024
const BASE64 = /^(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

/** @param key - the sub-key `tickets` of a master secret */
export function sealTicket(ticket: Ticket, systemId: string, key: Uint8Array): string {
  const plaintext = new TextEncoder().encode(JSON.stringify(ticket))
  const box = seal(plaintext, additionalData(systemId), key)
  return Buffer.concat([Uint8Array.of(VERSION), box]).toString('base64')
}

/** @returns the sealed box of a ticket; `null` if the text is not one of this version. */
export function parseTicket(text: string): Uint8Array | null {
  if (text.length > MAX_CHARACTERS || !BASE64.test(text)) return null
  const bytes = Buffer.from(text, 'base64')
  return bytes[0] === VERSION && bytes.byteLength >= SMALLEST_BYTES ? bytes.subarray(1) : null
}

/** @returns `null` if the box was sealed with another key or for another system. */
export function openTicket(box: Uint8Array, systemId: string, key: Uint8Array): Ticket | null {
  const plaintext = open(box, additionalData(systemId), key)
  if (plaintext === null) return null
  try {
    // Authenticated: what is in it, this product wrote.
    return JSON.parse(new TextDecoder().decode(plaintext)) as Ticket
  } finally {
    wipe(plaintext)
  }
}

function additionalData(systemId: string): Uint8Array {
  return new TextEncoder().encode(`enterprise-sso/ticket/v${VERSION}/${systemId}`)
}
