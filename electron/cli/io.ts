import type { Readable, Writable } from 'node:stream'

/** The outside world of a command line, passed in so that tests can stand in for a terminal. */
export interface CliIo {
  readonly stdin: Readable & { readonly isTTY?: boolean }
  /** Results. */
  readonly stdout: Writable
  /** Prompts, messages, progress and errors. */
  readonly stderr: Writable & { readonly isTTY?: boolean; readonly columns?: number }
  readonly environment: Readonly<Record<string, string | undefined>>
}
