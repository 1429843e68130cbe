import { resolve } from 'node:path'
import type { SsoSystem } from '../../core/sso-system.ts'
import type { GivenWords, VerbDescription } from '../grammar/verb-data.ts'
import { Declined } from '../terminal/usage-error.ts'
import type { Answer, Verb, Zod } from '../verb/verb.ts'
import type { VerbContext } from '../verb/verb-context.ts'
import { COMPLETED } from '../verb-parts/answers.ts'
import { applicationArgument } from '../verb-parts/application-argument.ts'
import { exportFileArgument } from './arguments.ts'

/** One of the two is `null`. */
interface Exported {
  readonly file: string | null
  readonly xml: string | null
}

type Xml = SsoSystem['xml']

interface ExportVerb
  extends Pick<VerbDescription, 'name' | 'summary' | 'description' | 'arguments' | 'options' | 'examples'> {
  /** The text, piece by piece; each piece ends with a line. */
  readonly pieces: (xml: Xml, given: GivenWords) => AsyncIterable<string>
}

/** A verb that writes while it reads: the whole is not kept, but for `--json` without a file. */
function exportVerb({ pieces, ...description }: ExportVerb): Verb {
  async function* answer(context: VerbContext, given: GivenWords): AsyncGenerator<Answer> {
    const { xml } = await context.system()
    const text = untilInterrupted(context.signal, pieces(xml, given))
    const { file } = given
    if (typeof file === 'string' && file !== '-') yield asAnswer(await save(context, text, file))
    else if (context.options.json) yield asAnswer({ file: null, xml: await whole(text) })
    else for await (const piece of text) yield { value: null, lines: linesOf(piece), failed: false }
  }
  return {
    ...description,
    force: 'replace the file if it exists',
    interrupted: 'No file was written.',
    isList: false,
    json: exportedJson,
    answer,
  }
}

export const exportApplications = exportVerb({
  name: 'exportApps',
  summary: 'write affiliate applications as an XML file',
  description: [
    'Writes the affiliate applications that you may see, without mappings, as a file that -createApps makes them of again.',
  ],
  arguments: [exportFileArgument],
  options: [{ name: 'application', value: 'name', what: 'this application only' }],
  examples: ['-exportApps applications.xml', '-exportApps payroll.xml --application Payroll', '-exportApps'],
  pieces: (xml, { application }) =>
    xml.exportApplications(application === undefined ? undefined : [String(application)]),
})

export const exportMappings = exportVerb({
  name: 'exportMappings',
  summary: 'write the mappings of an affiliate application as an XML file',
  description: [
    'Writes the mappings of an affiliate application that you may see, without credentials, as a file that -createMappings makes them of again.',
  ],
  arguments: [applicationArgument, exportFileArgument],
  options: [],
  examples: ['-exportMappings Payroll mappings.xml', '-exportMappings Payroll'],
  pieces: (xml, { application }) => xml.exportMappings(String(application)),
})

async function save(context: VerbContext, text: AsyncIterable<string>, file: string): Promise<Exported> {
  const { writeXmlFile } = await context.core()
  const path = resolve(file)
  await writeXmlFile(path, text, context.options.force ? 'replace' : 'refuse')
  return { file: path, xml: null }
}

async function* untilInterrupted(signal: AbortSignal, text: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const piece of text) {
    if (signal.aborted) throw new Declined('interrupted')
    yield piece
  }
}

async function whole(text: AsyncIterable<string>): Promise<string> {
  let all = ''
  for await (const piece of text) all += piece
  return all
}

function asAnswer(value: Exported): Answer {
  const { file, xml } = value
  return { value, lines: xml === null ? [`Written to ${file}.`, COMPLETED] : linesOf(xml), failed: false }
}

function linesOf(text: string): readonly string[] {
  return text.replace(/\n$/, '').split('\n')
}

function exportedJson(zod: Zod) {
  return zod.strictObject({ file: zod.string().nullable(), xml: zod.string().nullable() })
}
