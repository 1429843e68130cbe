import type { VerbOption } from '../grammar/verb-data.ts'
import { UsageError } from '../terminal/usage-error.ts'

/** Where a password, or the values of credentials, can come from instead of the terminal. */
export const passwordOptions = [
  { name: 'password-stdin', what: 'read the password from the first line of standard input' },
  {
    name: 'password-file',
    value: 'file',
    offers: 'file',
    what: 'read the password from the first line of a file that only you can read',
  },
  {
    name: 'password-fd',
    value: 'number',
    what: 'read the password from the first line of an open file descriptor',
  },
] as const satisfies readonly VerbOption[]

/** For verbs that make a backup. */
export const newBackupOptions = [
  ...passwordOptions,
  {
    name: 'reminder',
    value: 'text',
    isText: true,
    what: 'the password reminder; anybody who has the file can read it',
  },
] as const satisfies readonly VerbOption[]

/** For verbs that would lose credentials, or rehearse that. */
export const loseOption = {
  name: 'lose-credentials',
  value: 'count',
  what: 'go on although so many credentials are under secrets that the system no longer holds; the refusal says how many',
} as const satisfies VerbOption

/**
 * How many credentials may be lost.
 *
 * @throws {@link UsageError}
 */
export function countToLose(given: string | undefined, verb: string): number {
  if (given === undefined) return 0
  if (!/^\d{1,12}$/.test(given))
    throw new UsageError(`${verb} --lose-credentials needs a number, such as 20.`)
  return Number(given)
}

/** What a verb with {@link passwordOptions} is given. */
export interface PasswordSource {
  readonly passwordStdin: boolean
  readonly passwordFile: string | undefined
  readonly passwordFd: string | undefined
}
