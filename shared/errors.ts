import { accessErrors } from './error-codes/access.ts'
import { applicationErrors } from './error-codes/application.ts'
import { backupErrors } from './error-codes/backup.ts'
import { databaseErrors } from './error-codes/database.ts'
import type { ErrorEntries } from './error-codes/error-entry.ts'
import { masterSecretErrors } from './error-codes/master-secret.ts'
import { systemErrors } from './error-codes/system.ts'
import { ticketErrors } from './error-codes/ticket.ts'

/**
 * The closed set of failures an administrator, a script or the console can meet: one entry a code, with its event, exit
 * code and words. Codes are stable: scripts branch on them.
 */
export const errorEntries = {
  ...accessErrors,
  ...applicationErrors,
  ...backupErrors,
  ...databaseErrors,
  ...masterSecretErrors,
  ...systemErrors,
  ...ticketErrors,
} as const satisfies ErrorEntries

export type ErrorCode = keyof typeof errorEntries

type ErrorEventIds = { readonly [C in ErrorCode]: (typeof errorEntries)[C]['event'] }

/** The event id that the original product uses for each failure, `null` where it has none. */
export const errorEventIds = Object.fromEntries(
  Object.entries(errorEntries).map(([code, { event }]) => [code, event]),
) as ErrorEventIds

/** The inputs an error can point at. */
export type ErrorField = 'backupFile' | 'password' | 'confirmation' | 'reminder'

/** Facts that the text of an error is made of: names, counts, limits; never a secret. */
export type ErrorDetails = Readonly<Record<string, string | number>>

/** What a text of an error is made of. */
export interface WrittenError {
  readonly code: ErrorCode
  readonly details: ErrorDetails
  /** The error that this one stands for: its remedy is part of this one's. */
  readonly cause?: WrittenError
}

/** An expected failure, as it crosses a boundary (IPC, `--json`). */
export interface SsoErrorData extends WrittenError {
  readonly field?: ErrorField
  /** Names the event written for this failure, when one was. */
  readonly trackingId?: string
}

/** An operation's answer where failures are data. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: SsoErrorData }

/** The original's HRESULT of an error code (`0xC0000000` + event id), or `null` where it has none. */
export function hresultOf(code: ErrorCode): string | null {
  const eventId = errorEventIds[code]
  return eventId === null ? null : `0x${(0xc0000000 + eventId).toString(16).toUpperCase()}`
}
