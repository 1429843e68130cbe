/** The signals that end a process and that it can still clean up after. */
const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])

/**
 * Runs work that stops in good order when the process is told to end: its signal is aborted, it removes what it has
 * half made and rejects, and only then does the process end, the way that was asked for.
 *
 * @template T
 * @param {(signal: AbortSignal) => Promise<T>} work
 * @returns {Promise<T>} Pending for ever once the process is to end.
 */
export async function interruptible(work) {
  const stop = new AbortController()
  /** @type {NodeJS.Signals | undefined} */
  let received
  /** @param {NodeJS.Signals} signal */
  const interrupt = (signal) => {
    received ??= signal
    stop.abort()
  }
  for (const signal of signals) process.on(signal, interrupt)
  try {
    return await work(stop.signal)
  } finally {
    for (const signal of signals) process.off(signal, interrupt)
    if (received !== undefined) await endBy(received)
  }
}

/** @param {NodeJS.Signals} signal */
function endBy(signal) {
  process.kill(process.pid, signal)
  return new Promise(() => {})
}
