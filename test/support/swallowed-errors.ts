const VALUE = String.raw`(?:null|undefined|true|false|0|''|""|\[\]|\(\{\}\))`

const patterns = [
  // .catch(() => null), .catch((error) => [])
  new RegExp(String.raw`\.catch\(\s*(?:async\s+)?(?:\(\w*\)|\w+)\s*=>\s*${VALUE}`, 'g'),
  // .then((found) => true, () => false)
  new RegExp(String.raw`,\s*(?:\(\w*\)|\w+)\s*=>\s*${VALUE},?\s*\)`, 'g'),
  // catch { … }
  /\bcatch \{/g,
  // It is false for whatever error, too.
  /\bexistsSync\(/g,
]

/** What is tidied up: that it fails loses nothing, and nothing is taken for absent. */
const TIDYING =
  /\b(?:remove\w*|rm|rmdir|forget|discard|close|release|resume|flush|drain|ROLLBACK|rollback|chmod)\b[^;]*\.catch\(/

/** The places in a source text that make an answer, such as an absence, of whatever error comes. */
export function findSwallows(text: string): readonly string[] {
  const code = text.replace(/^\s*(?:\*|\/\/|\/\*).*$/gm, '')
  const found = patterns.flatMap((pattern) =>
    [...code.matchAll(pattern)].map(({ 0: match, index }) => {
      const end = code.indexOf('\n', index + match.length)
      return code.slice(code.lastIndexOf('\n', index) + 1, end).trim()
    }),
  )
  return found.filter((place) => !TIDYING.test(place))
}
