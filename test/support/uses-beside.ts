/** Where work inside a transaction begins: what is given to `transaction`, and functions that take a `Within`. */
const BEGINNINGS = [/\btransaction\(/g, /\b\w+: Within\b/g]

/** Reaches the database beside the transaction: it would wait for its end, which never comes. */
const BESIDE = /\bdatabase\.(?:tables|transaction|snapshot)\b|\btables\./

/** The places in a source text that reach the database from inside a transaction, but beside it. */
export function findUsesBeside(text: string): readonly string[] {
  const code = text.replace(/^\s*(?:\*|\/\/|\/\*).*$/gm, '')
  const insides = BEGINNINGS.flatMap((pattern) =>
    [...code.matchAll(pattern)].map(({ 0: match, index }) =>
      match.endsWith('(') ? bracketed(code, index + match.length - 1) : functionFrom(code, index),
    ),
  )
  const lines = insides.flatMap((inside) => inside.split('\n'))
  return [...new Set(lines.filter((line) => BESIDE.test(line)).map((line) => line.trim()))]
}

/** The body of the function that has a parameter at `at`, or the expression that it is; none of a type. */
function functionFrom(code: string, at: number): string {
  const afterParameters = at + bracketed(`(${code.slice(at)}`, 0).length - 1
  const rest = code.slice(afterParameters)
  const body = /^(?:: (?:(?:\w+<)?\{[^}]*\}>?|[^={}]*))?\s*(?:=>)?\s*/.exec(rest)?.[0].length ?? 0
  if (rest[body] === '{') return bracketed(rest, body)
  return rest.slice(body, rest.indexOf('\n', body))
}

/** From an opening bracket to the one that closes it. */
function bracketed(code: string, at: number): string {
  let depth = 0
  for (let end = at; end < code.length; end += 1) {
    if ('([{'.includes(code[end] as string)) depth += 1
    if (')]}'.includes(code[end] as string)) depth -= 1
    if (depth === 0) return code.slice(at, end + 1)
  }
  return code.slice(at)
}
