import { Command, CommanderError } from 'commander'
import { errorText } from '../../shared/error-text.ts'
import { errorEventIds, hresultOf } from '../../shared/errors.ts'
import { recordIncident } from '../core/events/incident-log.ts'
import { type DataDirectory, locateDataDirectory } from '../core/files/data-directory.ts'
import { SsoError } from '../core/sso-error.ts'
import type { SsoSystem } from '../core/sso-system.ts'
import { type ExitCode, exitCodeOf, exitCodes } from './exit-codes.ts'
import { generateSecret } from './generate-secret-command.ts'
import type { CliIo } from './io.ts'
import { respell } from './old-spelling.ts'
import { UsageError } from './usage-error.ts'

interface SsoconfigOptions {
  readonly generateSecret?: string
  readonly passwordStdin?: boolean
  readonly reminder?: string
  readonly force?: boolean
  readonly dataDir?: string
}

const NAMES = ['generateSecret', 'password-stdin', 'reminder', 'force', 'data-dir', 'help']

/**
 * Runs `ssoconfig`.
 *
 * @param argv - without the program's own name
 * @param openSystem - how the system in a data directory is opened
 */
export async function runSsoconfig(
  argv: readonly string[],
  io: CliIo,
  openSystem: (directory: DataDirectory) => Promise<SsoSystem>,
): Promise<ExitCode> {
  const program = ssoconfig(io)
  let dataDirectory = locateDataDirectory()
  try {
    refusePasswordArgument(argv)
    program.parse(respell(argv, NAMES), { from: 'user' })
    const options = program.opts<SsoconfigOptions>()
    dataDirectory = locateDataDirectory(options.dataDir)
    await run(options, io, () => openSystem(dataDirectory))
    return exitCodes.ok
  } catch (error) {
    return answerFailure(error, io, dataDirectory)
  }
}

function ssoconfig(io: CliIo): Command {
  return new Command('ssoconfig')
    .description('Configures Enterprise Single Sign-On on this computer.')
    .option('--generateSecret <file>', 'generate the master secret and save its backup in <file>')
    .option('--password-stdin', 'read the backup password from the first line of standard input')
    .option('--reminder <text>', 'the password reminder; anybody who has the file can read it')
    .option('--force', 'replace <file> if it exists')
    .option('--data-dir <folder>', 'the data directory (default: SSO_DATA_DIR, else the user data folder)')
    .addHelpText(
      'after',
      '\nVerbs may be written -verb, --verb or /verb, in any case.\n\nExamples:\n' +
        '  ssoconfig -generateSecret /media/usb/SSO1234.bak\n' +
        '  pass show sso | ssoconfig -generateSecret SSO1234.bak --password-stdin --reminder "in the safe"\n',
    )
    .allowExcessArguments(false)
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
    })
    .exitOverride()
}

/** A password in the arguments is seen by every account of the computer, and kept by the shell. */
function refusePasswordArgument(argv: readonly string[]): void {
  if (argv.some((argument) => /^\W*pass(word|phrase)?(=|$)/i.test(argument))) {
    throw new UsageError(
      'A password is not taken as an argument, because other accounts could see it. Type it when asked, or use --password-stdin.',
    )
  }
}

async function run(options: SsoconfigOptions, io: CliIo, open: () => Promise<SsoSystem>): Promise<void> {
  if (options.generateSecret === undefined) throw new UsageError('Nothing to do. Try: ssoconfig --help')
  let opened: SsoSystem | undefined
  const openOnce = async (): Promise<SsoSystem> => {
    opened = await open()
    return opened
  }
  try {
    await generateSecret(io, openOnce, {
      file: options.generateSecret,
      passwordStdin: options.passwordStdin ?? false,
      reminder: options.reminder,
      force: options.force ?? false,
    })
  } finally {
    await opened?.close()
  }
}

function answerFailure(error: unknown, io: CliIo, { path }: DataDirectory): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage
  if (error instanceof UsageError) {
    io.stderr.write(`ERROR: ${error.message}\n`)
    return exitCodes.usage
  }
  if (error instanceof Error && error.name === 'ExitPromptError') {
    io.stderr.write('Cancelled. Nothing was changed.\n')
    return exitCodes.failed
  }
  const known =
    error instanceof SsoError
      ? error
      : SsoError.of('Unexpected', { incident: recordIncident(path, 'ssoconfig', error) })
  io.stderr.write(describeError(known))
  return exitCodeOf(known.code)
}

/** As the original prints errors, with what helps to find the event. */
function describeError(error: SsoError): string {
  const { message, remedy } = errorText(error)
  const eventId = errorEventIds[error.code]
  const found = [
    error.code,
    eventId === null ? null : `event ${eventId}`,
    error.trackingId === undefined ? null : `tracking id ${error.trackingId}`,
  ].filter((part) => part !== null)
  return `ERROR: ${hresultOf(error.code) ?? '0x80004005'} : ${message} ${remedy}\n(${found.join(', ')})\n`
}
