import type { BackupPassword } from '../../shared/backup-password.ts'
import { wipe } from '../core/crypto/wipe.ts'
import type { CliIo } from './io.ts'
import type { PasswordSource } from './password-options.ts'
import { UsageError } from './usage-error.ts'

/** A value to ask for; those that are not `masked` are echoed. */
export interface AskedValue {
  readonly label: string
  readonly masked: boolean
}

/**
 * How a verb comes by what must not be in its arguments: from the source that was chosen, else asked on the terminal.
 * The caller wipes what it gets. All of it throws {@link UsageError} where there is neither a source nor a terminal,
 * and never waits for an answer that cannot come.
 */
export interface Passwords {
  /** For a backup to be made: asks twice, and for the reminder unless it was given. */
  forNewBackup(source: PasswordSource, reminder: string | undefined): Promise<BackupPassword>
  /** For a backup to be opened: asks once. */
  existing(source: PasswordSource): Promise<Uint8Array>
  /** One value each, in order; from a source one line each. */
  values(source: PasswordSource, asked: readonly AskedValue[]): Promise<readonly Uint8Array[]>
}

/**
 * @param onAsk - called when it is about to be waited for somebody who types
 * @param signal - ends the waiting
 */
export function makePasswords(io: CliIo, onAsk: () => void, signal: AbortSignal): Passwords {
  const lines = async (source: PasswordSource, count: number) => {
    const { readLines } = await import('./password-source.ts')
    return readLines(io, source, count, signal)
  }
  const ask = async (asked: readonly AskedValue[]): Promise<Uint8Array[]> => {
    if (io.stdin.isTTY !== true) throw new UsageError(NO_SOURCE)
    onAsk()
    const { askOnTerminal } = await import('./ask-on-terminal.ts')
    return askOnTerminal(io, asked)
  }
  const values: Passwords['values'] = async (source, asked) =>
    (await lines(source, asked.length)) ?? ask(asked)
  return {
    values,
    existing: async (source) => only(await values(source, [secret('Password')])),
    forNewBackup: async (source, reminder) => {
      const read = await lines(source, 1)
      if (read !== null) {
        const password = only(read)
        return { password, confirmation: Uint8Array.from(password), reminder: reminder ?? '' }
      }
      const asked = ['Password', 'Confirm Password', ...(reminder === undefined ? ['Password reminder'] : [])]
      const [password, confirmation, typed] = await ask(asked.map(secret))
      if (password === undefined || confirmation === undefined) throw new Error('too few answers')
      const said = reminder ?? new TextDecoder().decode(typed)
      wipe(typed)
      return { password, confirmation, reminder: said }
    },
  }
}

const NO_SOURCE =
  'There is no terminal to ask for the password. Use --password-stdin, --password-file or --password-fd.'

function secret(label: string): AskedValue {
  return { label, masked: true }
}

function only([value]: readonly Uint8Array[]): Uint8Array {
  if (value === undefined) throw new Error('no answer')
  return value
}
