import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { PassThrough, Writable } from 'node:stream'
import { type Core, core } from '../../../electron/cli/host/core-services.ts'
import { runProgram } from '../../../electron/cli/run/run-program.ts'
import type { Program } from '../../../electron/cli/verb/program.ts'
import type { OsAccount } from '../../../electron/core/access/os-account.ts'
import { nodeFileSystem } from '../../../electron/core/files/node-file-system.ts'
import { keyFileProtector } from '../../../electron/core/key-protectors/key-file-protector.ts'
import { requirePlace } from '../../../electron/core/require-place.ts'
import { openSsoSystem, type SsoSystem } from '../../../electron/core/sso-system.ts'
import { anyName } from '../../support/any-name.ts'
import { inProcessKdf } from '../../support/in-process-kdf.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { administrator } from '../../support/test-system.ts'

export interface Run {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

export interface RunOptions {
  /** What standard input has; a terminal does not. */
  readonly input?: string
  /** Who calls. */
  readonly account?: OsAccount
  readonly environment?: Readonly<Record<string, string>>
  /** Whether standard input and standard error are a terminal. */
  readonly terminal?: boolean
  readonly signal?: AbortSignal
  /** Replaces parts of the core. */
  readonly core?: Partial<Core>
  /** Is told of all that is written to standard error. */
  readonly onStderr?: (text: string) => void
}

/** A data directory of the test's own with an SSO system in it, and the command lines run on it in this process, their key derivation cheap. */
export interface CliPlace {
  readonly folder: string
  /** The path of a file beside the data directory. */
  file(name: string): string
  readonly dataDirectory: string
  run(program: Program, argv: readonly string[], options?: RunOptions): Promise<Run>
  /** Opens the system as the command lines do; the caller closes it. */
  open(account?: OsAccount): Promise<SsoSystem>
}

export async function aCliPlace(): Promise<CliPlace> {
  const place = await anEmptyCliPlace()
  const system = await cheapCore(administrator).openSystem(
    core.locateDataDirectory(place.dataDirectory),
    'new',
  )
  await system.close()
  return place
}

/** As {@link aCliPlace}, without an SSO system: the data directory is an empty folder. */
export async function anEmptyCliPlace(): Promise<CliPlace> {
  const folder = await temporaryFolder()
  const dataDirectory = join(folder, 'data')
  await mkdir(dataDirectory, { mode: 0o700 })
  const cheap = cheapCore(administrator)
  return {
    folder,
    dataDirectory,
    file: (name) => join(folder, name),
    run: (program, argv, options = {}) => run(program, [...argv, '--data-dir', dataDirectory], options),
    open: (account = administrator) =>
      (account === administrator ? cheap : cheapCore(account)).openSystem(
        core.locateDataDirectory(dataDirectory),
        'existing',
      ),
  }
}

/** Runs a command line in this process. */
export async function run(program: Program, argv: readonly string[], options: RunOptions = {}): Promise<Run> {
  const stdout = new Collector()
  const stderr = new Collector(options.onStderr)
  const stdin = new PassThrough()
  stdin.end(options.input ?? '')
  const code = await runProgram(program, argv, {
    io: {
      stdin: Object.assign(stdin, options.terminal ? { isTTY: true } : {}),
      stdout,
      stderr: Object.assign(stderr, options.terminal ? { isTTY: true, columns: 80 } : {}),
      environment: options.environment ?? {},
    },
    core: async () => ({ ...cheapCore(options.account ?? administrator), ...options.core }),
    signal: options.signal ?? new AbortController().signal,
  })
  return { code, stdout: stdout.text, stderr: stderr.text }
}

/** What a command line uses on the computer of that name. */
export function coreOf(server: string): Core {
  return cheapCore(administrator, server)
}

function cheapCore(account: OsAccount, server = 'sso01'): Core {
  return {
    ...core,
    requirePlace: async (directory, expected) => {
      await requirePlace(directory, expected, async () => account)
      return null
    },
    openSystem: (directory, expected) =>
      openSsoSystem({
        directory,
        expected,
        kdf: inProcessKdf,
        account: async () => account,
        server,
        protectors: [keyFileProtector(directory.keyFile, nodeFileSystem)],
        workFactor: 6,
        names: anyName,
      }),
  }
}

/** Keeps what is written to it. */
class Collector extends Writable {
  text = ''

  constructor(onText: (text: string) => void = () => undefined) {
    super({
      write: (chunk: Buffer, _encoding, done) => {
        this.text += chunk.toString()
        onText(chunk.toString())
        done()
      },
    })
  }
}
