/** More are no help. */
const MOST = 3

/**
 * Names that are likely to be meant by a word that is none: one is part of the other, or they differ by few letters.
 *
 * @returns the nearest first; whatever the case
 */
export function similarNames(word: string, names: readonly string[]): readonly string[] {
  const typed = word.toLowerCase()
  if (typed.length < 3) return []
  const rated = [...new Set(names)].map((name) => ({ name, far: distance(typed, name.toLowerCase()) }))
  const near = rated.filter(({ far, name }) => far <= Math.max(1, Math.floor(name.length / 4)))
  const found = near.length > 0 ? near : rated.filter(({ name }) => name.toLowerCase().includes(typed))
  return found
    .sort((one, other) => one.far - other.far)
    .slice(0, MOST)
    .map(({ name }) => name)
}

/** `Did you mean -listApps or -listServers?`, with a blank before it; empty without names. */
export function didYouMean(prefix: string, names: readonly string[]): string {
  const shown = names.map((name) => `${prefix}${name}`)
  const last = shown.pop()
  if (last === undefined) return ''
  return ` Did you mean ${shown.length === 0 ? last : `${shown.join(', ')} or ${last}`}?`
}

/** Letters to be added, left out, replaced or swapped with their neighbour: Damerau and Levenshtein's, by rows. */
function distance(one: string, other: string): number {
  let [before, row] = [[] as number[], Array.from({ length: other.length + 1 }, (_, at) => at)]
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= other.length; j += 1) {
      const same = one[i - 1] === other[j - 1]
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]
      next[j] = Math.min(
        (row[j] ?? 0) + 1,
        (next[j - 1] ?? 0) + 1,
        (row[j - 1] ?? 0) + (same ? 0 : 1),
        swapped ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      )
    }
    ;[before, row] = [row, next]
  }
  return row[other.length] ?? 0
}
