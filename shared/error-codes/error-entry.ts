/**
 * What happened, and what to do about it. Each text names, by its function's parameter, the facts its error must carry.
 */
export type Text = readonly [message: string, remedy: string]

/** How a command line ends because of an error; a script branches on the number that stands for it. */
export type ErrorExit = 'failed' | 'notFound' | 'conflict' | 'accessDenied' | 'wrongPassword' | 'damaged'

/** All there is to say of one code. */
export interface ErrorEntry {
  /** The event that the original product writes for it, `null` where it has none. */
  readonly event: number | null
  readonly exit: ErrorExit
  readonly text: (details: never) => Text
}

export type ErrorEntries = Readonly<Record<string, ErrorEntry>>
