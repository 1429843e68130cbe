import { visibleJson } from '../../../shared/visible-text.ts'
import type { Output } from '../terminal/output.ts'
import type { Answer } from '../verb/verb.ts'
import { explainErrors } from '../verb-parts/error-data-json.ts'

/** Prints one answer for people, or the items of a list as they come. Stops when nobody reads on. */
export async function printLines(answers: AsyncIterable<Answer>, output: Output): Promise<void> {
  for await (const { lines } of answers) {
    if (lines.length > 0) await output.writeLines(lines)
    if (output.isUnwanted) return
  }
  await output.flush()
}

/** Prints one answer as a JSON object, a list as a JSON array with one item a line. Stops when nobody reads on. */
export async function printJson(
  answers: AsyncIterable<Answer>,
  isList: boolean,
  output: Output,
): Promise<void> {
  let items = 0
  for await (const { value } of answers) {
    if (isList) await output.write(`${items === 0 ? '[' : ','}\n${visibleJson(value, 0, explainErrors)}`)
    else await output.write(`${visibleJson(value, 2, explainErrors)}\n`)
    items += 1
    if (output.isUnwanted) return
  }
  if (isList) await output.write(items === 0 ? '[]\n' : '\n]\n')
  await output.flush()
}
