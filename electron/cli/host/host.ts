import type { CliIo } from '../terminal/io.ts'
import type { Core } from './core-services.ts'

/** What a program runs in. */
export interface Host {
  readonly io: CliIo
  /** Loads the core. */
  readonly core: () => Promise<Core>
  /** Aborted when the program is to end early (Ctrl+C). */
  readonly signal: AbortSignal
}
