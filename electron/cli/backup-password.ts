import askPassword from '@inquirer/password'
import type { BackupPassword } from '../../shared/backup-password.ts'
import { PASSWORD_MAX_BYTES } from '../../shared/limits.ts'
import type { CliIo } from './io.ts'
import { UsageError } from './usage-error.ts'

interface PasswordOptions {
  readonly passwordStdin: boolean
  readonly reminder: string | undefined
}

const LINE_FEED = 0x0a
const CARRIAGE_RETURN = 0x0d

/**
 * Gets the password of a new backup: the first line of standard input with `--password-stdin`, else asked on the
 * terminal without echo. The caller wipes it.
 *
 * @throws {@link UsageError} if there is neither; it never waits for an answer that cannot come.
 */
export async function getBackupPassword(io: CliIo, options: PasswordOptions): Promise<BackupPassword> {
  const reminder = options.reminder ?? ''
  if (options.passwordStdin) {
    const password = await readFirstLine(io.stdin)
    return { password, confirmation: Uint8Array.from(password), reminder }
  }
  if (io.stdin.isTTY !== true) {
    throw new UsageError('There is no terminal to ask for the password. Use --password-stdin.')
  }
  return {
    password: await ask(io, 'Password'),
    confirmation: await ask(io, 'Confirm Password'),
    reminder: options.reminder ?? new TextDecoder().decode(await ask(io, 'Password reminder')),
  }
}

async function ask(io: CliIo, message: string): Promise<Uint8Array> {
  const answer = await askPassword(
    { message: `${message}:` },
    { input: io.stdin as NodeJS.ReadStream, output: io.stderr as NodeJS.WriteStream },
  )
  return new TextEncoder().encode(answer)
}

async function readFirstLine(stdin: AsyncIterable<Uint8Array | string>): Promise<Uint8Array> {
  const line = Buffer.alloc(PASSWORD_MAX_BYTES + 2)
  let length = 0
  for await (const chunk of stdin) {
    const bytes = Buffer.from(chunk as Uint8Array)
    const end = bytes.indexOf(LINE_FEED)
    length += bytes.copy(line, length, 0, end === -1 ? bytes.length : end)
    bytes.fill(0)
    if (end !== -1 || length === line.length) break
  }
  if (line[length - 1] === CARRIAGE_RETURN) length -= 1
  return line.subarray(0, length)
}
