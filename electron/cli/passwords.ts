import type { BackupPassword } from '../../shared/backup-password.ts'
import type { CliIo } from './io.ts'
import type { PasswordSource } from './password-options.ts'
import type { TypedLines } from './typed-lines.ts'
import { UsageError } from './usage-error.ts'

/** A value to ask for; those that are `masked` are not shown as they are typed. */
export interface AskedValue {
  readonly label: string
  readonly masked: boolean
  /** Whether it is asked for twice on a terminal. */
  readonly twice?: boolean
}

/**
 * How a verb comes by what must not be in its arguments: from the source that was chosen, else asked on the terminal.
 * The caller wipes what it gets. All of it throws {@link UsageError} where there is neither a source nor a terminal,
 * and never waits for an answer that cannot come.
 */
export interface Passwords {
  /** Looks whether there is a source or a terminal, before anything is done. */
  requireSource(source: PasswordSource): void
  /**
   * For a backup to be made: asks twice, and for the reminder unless it was given. What is not fit is said at once, and
   * asked for again, some times; the last answer is passed on, to be refused by whoever uses it.
   */
  forNewBackup(source: PasswordSource, reminder: string | undefined): Promise<BackupPassword>
  /** For a backup to be opened: asks once. */
  existing(source: PasswordSource): Promise<Uint8Array>
  /** One value each, in order; from a source one line each. */
  values(source: PasswordSource, asked: readonly AskedValue[]): Promise<readonly Uint8Array[]>
}

const NO_SOURCE =
  'There is no terminal to ask for the password. Use --password-stdin, --password-file or --password-fd.'

/**
 * @param onAsk - called when it is about to be waited for somebody who types
 * @param signal - ends the waiting
 */
export function makePasswords(
  io: CliIo,
  typed: TypedLines,
  onAsk: () => void,
  signal: AbortSignal,
): Passwords {
  const lines = async (source: PasswordSource, count: number, mustBeText = false) => {
    const { readLines } = await import('./password-source.ts')
    return readLines(io, source, count, signal, mustBeText)
  }
  const asker = async () => {
    if (!typed.isThere) throw new UsageError(NO_SOURCE)
    onAsk()
    const { AskOnTerminal } = await import('./ask-on-terminal.ts')
    return new AskOnTerminal(io, typed)
  }
  return {
    requireSource({ passwordFd, passwordFile, passwordStdin }) {
      const isChosen = passwordStdin || passwordFile !== undefined || passwordFd !== undefined
      if (!isChosen && !typed.isThere) throw new UsageError(NO_SOURCE)
    },
    values: async (source, asked) =>
      (await lines(source, asked.length, true)) ?? (await asker()).values(asked),
    existing: async (source) => {
      const read = await lines(source, 1)
      return read === null ? (await asker()).once('Password') : refuseEmpty(only(read))
    },
    forNewBackup: async (source, reminder) => {
      if (reminder !== undefined) await refuseReminder(reminder)
      const read = await lines(source, 1)
      if (read === null) return (await asker()).newBackup(reminder)
      const password = refuseEmpty(only(read))
      return { password, confirmation: Uint8Array.from(password), reminder: reminder ?? '' }
    },
  }
}

/** @throws {@link UsageError} for what no password makes a reminder of */
async function refuseReminder(reminder: string): Promise<void> {
  const { findPasswordFaults } = await import('../../shared/backup-password.ts')
  const none = new Uint8Array()
  const unfit = findPasswordFaults({ password: none, confirmation: none, reminder }).reminder
  if (unfit === undefined || unfit.code === 'ReminderContainsPassword') return
  const { inSentences } = await import('./terminal-remedies.ts')
  throw new UsageError(`--reminder: ${inSentences(unfit)}`)
}

function refuseEmpty(password: Uint8Array): Uint8Array {
  if (password.length === 0) throw new UsageError('The line with the password is empty.')
  return password
}

function only([value]: readonly Uint8Array[]): Uint8Array {
  if (value === undefined) throw new Error('no answer')
  return value
}
