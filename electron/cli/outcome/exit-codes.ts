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
  ok: 'it was done',
  failed: 'it failed, was cancelled or was interrupted',
  usage: 'the command line is wrong; nothing was done',
  notFound: 'what it is about is not there',
  conflict: 'what is there is in the way, or busy',
  accessDenied: 'the account may not do this',
  wrongPassword: 'the password does not open the backup',
  damaged: 'a file or a row is damaged',
}

export function exitCodeOf(code: ErrorCode): ExitCode {
  return exitCodes[errorEntries[code].exit]
}
