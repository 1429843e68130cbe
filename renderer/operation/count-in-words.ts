const number = new Intl.NumberFormat('en')

/** A count with its noun: "1 event", "4,812 events". */
export function countInWords(count: number, one: string, several = `${one}s`): string {
  return `${number.format(count)} ${count === 1 ? one : several}`
}

/** A count as it is read. */
export function numberInWords(count: number): string {
  return number.format(count)
}
