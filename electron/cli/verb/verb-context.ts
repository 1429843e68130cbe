import type { DataDirectory } from '../../core/files/data-directory.ts'
import type { SsoSystem } from '../../core/sso-system.ts'
import type { GlobalOptions } from '../grammar/global-options.ts'
import type { Core } from '../host/core-services.ts'
import type { Passwords } from '../passwords/passwords.ts'
import type { CliIo } from '../terminal/io.ts'
import type { Progress } from '../terminal/progress.ts'

/** What a verb works with. */
export interface VerbContext {
  /** `ssoconfig` */
  readonly program: string
  readonly io: CliIo
  readonly options: GlobalOptions
  /** Aborted by Ctrl+C; the framework says so, closes the system and exits with 1. */
  readonly signal: AbortSignal
  readonly progress: Progress
  readonly passwords: Passwords
  /**
   * The SSO system in the data directory, opened at the first call and closed by the framework.
   *
   * @throws {@link SsoError} those of `openSsoSystem`
   */
  system(): Promise<SsoSystem>
  /** What of the core works without an open system. */
  core(): Promise<Core>
  dataDirectory(): Promise<DataDirectory>
  /** Says something beside the result, on standard error; nothing with `--quiet`. */
  note(...lines: readonly string[]): void
  /**
   * Asks before going on; `--yes` is the answer where it was given.
   *
   * @param question - a whole sentence with its question mark
   * @throws {@link Declined}; {@link UsageError} if there is neither `--yes` nor a terminal
   */
  confirm(question: string): Promise<void>
}
