/** Milliseconds between two notices of progress: often enough for a progress bar to look alive. */
export const PACE_MS = 100

/**
 * Passes on what is told, but not more often than every {@link PACE_MS}.
 *
 * @param isNews - whether something must not be left out, seeing what was passed on last
 */
export function paced<T>(
  tell: (what: T) => void,
  isNews: (what: T, last: T) => boolean = () => false,
  now: () => number = performance.now.bind(performance),
): (what: T) => void {
  let last: { readonly what: T; readonly at: number } | null = null
  return (what) => {
    if (last !== null && now() - last.at < PACE_MS && !isNews(what, last.what)) return
    last = { what, at: now() }
    tell(what)
  }
}
