import type { CliIo } from '../terminal/io.ts'
import type { TypedLines } from '../terminal/typed-lines.ts'
import { UsageError } from '../terminal/usage-error.ts'
import type { PasswordSource } from './password-options.ts'
import type { Passwords } from './passwords.ts'

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
  const { findPasswordFaults } = await import('../../../shared/backup-password.ts')
  const none = new Uint8Array()
  const unfit = findPasswordFaults({ password: none, confirmation: none, reminder }).reminder
  if (unfit === undefined || unfit.code === 'ReminderContainsPassword') return
  const { inSentences } = await import('../terminal/terminal-remedies.ts')
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
