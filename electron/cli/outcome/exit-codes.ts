import { type ErrorCode, errorEntries } from '../../../shared/errors.ts'

/** Stable: scripts branch on them. */
export const exitCodes = {
  ok: 0,
  failed: 1,
  usage: 2,
  notFound: 3,
  conflict: 4,
  accessDenied: 5,
  wrongPassword: 6,
  damaged: 7,
} as const

type Outcome = keyof typeof exitCodes
export type ExitCode = (typeof exitCodes)[Outcome]

/** What each exit code means, for help and documentation. */
export const exitCodeMeanings: Readonly<Record<Outcome, string>> = {
  ok: 'success',
  failed: 'failed, cancelled or interrupted',
  usage: 'wrong command line; nothing was done',
  notFound: 'not found',
  conflict: 'conflict, or busy',
  accessDenied: 'access denied',
  wrongPassword: 'the password does not open the backup',
  damaged: 'a file or a row is damaged',
}

export function exitCodeOf(code: ErrorCode): ExitCode {
  return exitCodes[errorEntries[code].exit]
}
