/* What test/bench/generate.mjs leaves in the processes that it measures. */
declare global {
  /** In the main process: the time between its timers. */
  var benchGaps: { at: number; length: number }[]
  /** In the page: a run of Generate; times are wall-clock milliseconds. */
  var benchRun: Promise<{ clicked: number; shown: number; longestGap: number }>
}

export {}
