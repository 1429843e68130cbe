/** How many mutated files were answered how. */
type Answers = ReadonlyMap<string, number>

/** What reading mutated files came to. */
interface FuzzReport {
  readonly answers: Answers
  /** Mutated files that were not answered as they should be, and how they were. */
  readonly wrong: readonly string[]
  /** Of one file, in milliseconds; half of them took less. */
  readonly medianMs: number
  readonly slowestMs: number
}

/**
 * Has `read` read `count` mutated files, one after the other.
 *
 * @param read - answers how it read a file; never rejects.
 * @param expected - the answers that are right.
 */
export async function readMutated(
  count: number,
  mutate: () => Uint8Array,
  read: (file: Uint8Array) => string | Promise<string>,
  expected: readonly string[],
): Promise<FuzzReport> {
  const answers = new Map<string, number>()
  const wrong: string[] = []
  const times = new Float64Array(count)
  for (let done = 0; done < count; done += 1) {
    const file = mutate()
    const start = performance.now()
    const answer = await read(file)
    times[done] = performance.now() - start
    answers.set(answer, (answers.get(answer) ?? 0) + 1)
    if (!expected.includes(answer)) wrong.push(`${answer}: ${Buffer.from(file).toString('base64')}`)
  }
  times.sort()
  return { answers, wrong, medianMs: times[count >> 1] ?? 0, slowestMs: times[count - 1] ?? 0 }
}
