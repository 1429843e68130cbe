/** Lines of `label: value`, the values in one column. */
export function labelled(pairs: readonly (readonly [label: string, value: string])[]): string[] {
  const width = Math.max(...pairs.map(([label]) => label.length)) + 2
  return pairs.map(([label, value]) => `${`${label}:`.padEnd(width)}${value}`)
}

/**
 * Two columns, the second wrapped to 100 characters, with two spaces before and between them. A first column of more
 * than 30 characters has a line of its own.
 */
export function twoColumns(rows: readonly (readonly [string, string])[]): string[] {
  const widths = rows.map(([first]) => first.length).filter((width) => width <= MOST_FIRST)
  const width = Math.max(0, ...widths)
  return rows.flatMap(([first, second]) => {
    const lines = wrap(second, LINE - width - 4)
    const indented = lines.map((line) => `${' '.repeat(width + 4)}${line}`)
    if (first.length > width) return [`  ${first}`, ...indented]
    return [`  ${first.padEnd(width)}  ${lines[0] ?? ''}`.trimEnd(), ...indented.slice(1)]
  })
}

const LINE = 100
const MOST_FIRST = 30

/** Breaks a paragraph between words. */
export function wrap(text: string, width: number = LINE): string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}
