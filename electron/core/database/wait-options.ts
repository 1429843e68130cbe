/** How others that write are waited for. */
export interface WaitOptions {
  /** Milliseconds; 5 seconds by default, 0 to try once. */
  readonly patienceMs?: number
  /**
   * Called when a second has been waited, and every second from then on.
   *
   * @param holder - who is writing, as it is to be shown; `null` where that cannot be told
   */
  readonly onWait?: (holder: string | null) => void
  /** Ends the waiting as if patience had run out. */
  readonly signal?: AbortSignal
}
