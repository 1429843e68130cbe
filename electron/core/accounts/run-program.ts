import { type ExecFileException, execFile, execFileSync } from 'node:child_process'
import { SsoError } from '../errors/sso-error.ts'

/** How long an answer of the name service is waited for. */
export const NAME_SERVICE_LIMIT_MS = 10_000

/** A group of a large directory can have a hundred thousand members, all on one line. */
const MOST_BYTES = 256 * 1024 * 1024

/** Nothing of the caller's environment: no search path, no preloaded library, no language. */
const options = {
  env: {
    LC_ALL: 'C',
    PATH: '/usr/bin:/bin',
    // Without it, programs of Windows do not start.
    ...(process.platform === 'win32' ? { SystemRoot: process.env.SystemRoot } : {}),
  },
  timeout: NAME_SERVICE_LIMIT_MS,
  killSignal: 'SIGKILL',
  maxBuffer: MOST_BYTES,
  encoding: 'utf8',
  windowsHide: true,
} as const

/** What a program printed, and its exit code. */
export interface ProgramAnswer {
  readonly exitCode: number
  readonly stdout: string
}

/**
 * Runs a program of the operating system, in bounded time.
 *
 * @param path - absolute
 * @throws {@link SsoError} `NameServiceFailed` if it cannot be run, is killed, or does not answer in time
 */
export function runSystemProgram(path: string, args: readonly string[]): Promise<ProgramAnswer> {
  return new Promise((answer, fail) => {
    const child = execFile(path, args, options, (error, stdout) => {
      if (error === null) answer({ exitCode: 0, stdout })
      else if (typeof error.code === 'number') answer({ exitCode: error.code, stdout })
      else fail(nameServiceFailed(path, error))
    })
    child.stdin?.end()
  })
}

/** As {@link runSystemProgram}, for what must be known before anything else can go on. */
export function runSystemProgramSync(path: string, args: readonly string[]): ProgramAnswer {
  try {
    return {
      exitCode: 0,
      stdout: execFileSync(path, args, { ...options, stdio: ['ignore', 'pipe', 'ignore'] }),
    }
  } catch (error) {
    const { status, stdout } = error as { status?: number | null; stdout?: string }
    if (typeof status === 'number') return { exitCode: status, stdout: stdout ?? '' }
    throw nameServiceFailed(path, error as ExecFileException)
  }
}

function nameServiceFailed(program: string, error: ExecFileException): SsoError {
  const isLate = error.killed === true || error.code === 'ETIMEDOUT'
  const reason = isLate
    ? `it did not answer within ${NAME_SERVICE_LIMIT_MS / 1000} seconds`
    : String(error.code ?? error.signal ?? 'unknown')
  return SsoError.of('NameServiceFailed', { program, reason }, { cause: error })
}
