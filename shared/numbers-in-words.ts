let grouping: Intl.NumberFormat | undefined

/**
 * A number as it is read: `4,812`. The words around it are English, so that its separators are, wherever it is read.
 */
export function numberInWords(value: number): string {
  // Nothing to group; and what groups is loaded late, since it takes a third of the time that a command starts in.
  if (Number.isInteger(value) && Math.abs(value) < 1_000) return String(value)
  grouping ??= new Intl.NumberFormat('en-US')
  return grouping.format(value)
}

/** A count with its noun: `1 event`, `4,812 events`. */
export function countInWords(count: number, one: string, several = `${one}s`): string {
  return `${numberInWords(count)} ${count === 1 ? one : several}`
}

/** Calculates and compares as the number it is, but shows itself grouped in a text. */
class GroupedNumber extends Number {
  override toString(): string {
    return numberInWords(this.valueOf())
  }
}

/** Facts whose numbers are places in a file or names of versions, which nobody counts. */
const uncounted: ReadonlySet<string> = new Set([
  'column',
  'eventId',
  'line',
  'supported',
  'version',
  'workFactor',
])

/**
 * The facts of a text, with numbers that are grouped where the text shows them. Those below 1,000 stay plain numbers.
 */
export function withGroupedNumbers<T extends object>(facts: T): T {
  return new Proxy(facts, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name)
      const counted = typeof value === 'number' && Math.abs(value) >= 1_000 && !uncounted.has(String(name))
      return counted ? new GroupedNumber(value) : value
    },
  })
}
