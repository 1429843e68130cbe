import type { Readable, Writable } from 'node:stream'
import { visibleText } from '../../../shared/visible-text.ts'

/** The outside world of a command line, passed in so that tests can stand in for a terminal. */
export interface CliIo {
  readonly stdin: Readable & { readonly isTTY?: boolean }
  /** Results. */
  readonly stdout: Writable
  /** Prompts, messages, progress and errors. */
  readonly stderr: Writable & { readonly isTTY?: boolean; readonly columns?: number }
  readonly environment: Readonly<Record<string, string | undefined>>
}

/**
 * Writes lines for people to standard error: the one way for messages, prompts excepted. Whatever is in a line, it
 * stays one line, and nothing of it is obeyed by the terminal.
 */
export function writeMessage({ stderr }: Pick<CliIo, 'stderr'>, ...lines: readonly string[]): void {
  stderr.write(lines.map((line) => `${visibleText(line)}\n`).join(''))
}
