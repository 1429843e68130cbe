import type { Readable, Writable } from 'node:stream'

/** The outside world of a command line, passed in so that tests can stand in for a terminal. */
export interface CliIo {
  readonly stdin: Readable & { readonly isTTY?: boolean }
  /** Results. */
  readonly stdout: Writable
  /** Prompts, progress and errors. */
  readonly stderr: Writable
}
