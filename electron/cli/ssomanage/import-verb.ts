import { numberInWords } from '../../../shared/numbers-in-words.ts'
import { wipe } from '../../core/crypto/wipe.ts'
import type { ImportItem, ImportNote, ImportPlan } from '../../core/xml/import-plan.ts'
import type { ImportPurpose } from '../../core/xml/import-purpose.ts'
import type { VerbDescription } from '../grammar/verb-data.ts'
import { inSentences } from '../terminal/terminal-remedies.ts'
import { defineVerb, type Verb, type Zod } from '../verb/verb.ts'
import type { VerbContext } from '../verb/verb-context.ts'
import { COMPLETED } from '../verb-parts/answers.ts'
import { errorDataJson } from '../verb-parts/error-data-json.ts'
import { fileToRead } from '../verb-parts/file-argument.ts'

/** What {@link importVerb} adds to what it is given. */
interface ImportVerb extends Pick<VerbDescription, 'name' | 'summary' | 'description' | 'examples'> {
  readonly purpose: ImportPurpose
}

type ImportResult = ImportPlan & { readonly dryRun: boolean }

/** The argument of every verb that reads an XML file. */
export const xmlArgument = { name: 'file', what: 'the XML file', offers: 'file' } as const

/** The last line of what was only looked at. */
export const NOTHING_CHANGED = 'Nothing was changed.'

/** What an interrupted change in one transaction has come to. */
export const ALL_OR_NOTHING =
  'The file was applied completely or not at all. Run it with --dry-run to see which.'

/** A verb that brings an XML file into the database, all of it or nothing. */
export function importVerb({ purpose, ...description }: ImportVerb): Verb {
  return defineVerb({
    ...description,
    arguments: [xmlArgument],
    dryRun: true,
    interrupted: ALL_OR_NOTHING,
    json: (zod) => importJson(zod),
    async run(context, { file }): Promise<ImportResult> {
      const { dryRun } = context.options
      const { xml } = await context.system()
      const plan = await withXmlFile(context, file, (bytes) =>
        dryRun ? xml.plan(bytes, purpose) : xml.apply(bytes, purpose),
      )
      return { dryRun, ...plan }
    },
    failed: ({ counts }) => counts.refused > 0,
    print: (result) => printImport(result),
  })
}

/** Reads a file, and wipes what was read: it may hold credentials. */
export async function withXmlFile<T>(
  context: VerbContext,
  file: string,
  work: (bytes: Uint8Array) => Promise<T>,
): Promise<T> {
  const { readXmlFile } = await context.core()
  const bytes = await readXmlFile(fileToRead(file))
  try {
    return await work(bytes)
  } finally {
    wipe(bytes)
  }
}

function printImport({ counts, dryRun, items }: ImportResult): readonly string[] {
  const { changed, created, refused, unchanged } = counts
  const shown = items.filter(({ kind, notes, outcome }) =>
    dryRun ? outcome !== 'unchanged' : notes.length > 0 || (kind !== 'mapping' && outcome !== 'unchanged'),
  )
  const sum = [
    `${numberInWords(created)} created`,
    `${numberInWords(changed)} changed`,
    `${numberInWords(unchanged)} unchanged`,
    ...(refused > 0 ? [`${numberInWords(refused)} refused`] : []),
  ]
  return [...shown.flatMap(printItem), `${sum.join(', ')}.`, dryRun ? NOTHING_CHANGED : COMPLETED]
}

const noteTexts: Readonly<Record<ImportNote, string>> = {
  'left-disabled': 'it is disabled until -enableApp',
  'tickets-wait': 'it issues no tickets until the SSO system allows them (-tickets)',
  'validation-stays': 'its tickets are validated as long as the SSO system requires it (-tickets)',
}

function printItem({ at, changes, error, kind, name, notes, outcome }: ImportItem): string[] {
  const what = `${outcome} ${name === '' ? kind : `${kind} ${name}`} (line ${at.line})`
  const noted = notes.map((note) => `; ${noteTexts[note]}`).join('')
  const why = error === null ? '' : `: ${inSentences(error)}`
  return [
    `${what}${noted}${why}`,
    ...changes.map(({ from, property, to }) =>
      to === null ? `    ${property}` : `    ${property}: ${from || '(none)'} -> ${to || '(none)'}`,
    ),
  ]
}

/** The shape of where an element is in a file, in `--json`. */
export function positionJson(zod: Zod) {
  return zod.strictObject({ line: zod.number(), column: zod.number() })
}

function importJson(zod: Zod) {
  const value = zod.string().nullable()
  const item = zod.strictObject({
    kind: zod.enum(['globalInfo', 'application', 'mapping']),
    name: zod.string(),
    at: positionJson(zod),
    outcome: zod.enum(['created', 'changed', 'unchanged', 'refused']),
    changes: zod.array(zod.strictObject({ property: zod.string(), from: value, to: value })),
    notes: zod.array(zod.enum(Object.keys(noteTexts) as ImportNote[])),
    error: errorDataJson(zod).nullable(),
  })
  const counts = zod.strictObject({
    created: zod.number(),
    changed: zod.number(),
    unchanged: zod.number(),
    refused: zod.number(),
  })
  return zod.strictObject({ dryRun: zod.boolean(), items: zod.array(item), counts })
}
