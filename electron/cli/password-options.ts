import type { VerbOption } from './verb.ts'

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

/** What a verb with {@link passwordOptions} is given. */
export interface PasswordSource {
  readonly passwordStdin: boolean
  readonly passwordFile: string | undefined
  readonly passwordFd: string | undefined
}
