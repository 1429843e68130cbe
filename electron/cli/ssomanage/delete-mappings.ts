import { numberInWords } from '../../../shared/numbers-in-words.ts'
import type { MappingDeletion } from '../../core/xml/delete-mappings.ts'
import { inSentences } from '../terminal/terminal-remedies.ts'
import { defineVerb, type Zod } from '../verb/verb.ts'
import { COMPLETED } from '../verb-parts/answers.ts'
import { errorDataJson } from '../verb-parts/error-data-json.ts'
import { STAYS_DELETED, sliceOptions } from '../verb-parts/slice-options.ts'
import { NOTHING_CHANGED, positionJson, withXmlFile, xmlArgument } from './import-verb.ts'

export const deleteMappings = defineVerb({
  name: 'deleteMappings',
  summary: 'delete the mappings that an XML file names, with their credentials',
  description: [
    'The file is one that -createMappings or -exportMappings would know. Mappings that are enabled are refused, unless --force is given. If any of the file is refused, nothing is done. Otherwise the mappings are deleted some hundreds at a time, so that others can write to the database meanwhile. If that is interrupted or fails, the command says how many were deleted, and the same file goes on with the rest: mappings that are not there any more are passed over and counted. A file none of whose mappings is there is refused. --dry-run prints what would be deleted, and what would be refused.',
    'You must be an administrator of each application; users of Individual applications may delete their own.',
  ],
  arguments: [xmlArgument],
  examples: ['-deleteMappings mappings.xml --dry-run', '-deleteMappings mappings.xml --force'],
  force: 'delete mappings that are enabled, too',
  dryRun: true,
  interrupted: STAYS_DELETED,
  json: (zod) => deletionJson(zod),
  async run(context, { file }): Promise<MappingDeletion & { readonly dryRun: boolean }> {
    const { dryRun, force: disable } = context.options
    const { xml } = await context.system()
    const deletion = await withXmlFile(context, file, (bytes) =>
      dryRun
        ? xml.planDeletion(bytes, { disable })
        : xml.deleteMappings(bytes, { disable, ...sliceOptions(context) }),
    )
    return { dryRun, ...deletion }
  },
  failed: ({ counts }) => counts.refused > 0,
  print: ({ counts, dryRun, items }) => [
    ...(dryRun ? items : []).map(({ at, error, name, outcome }) => {
      const why = error === null ? '' : `: ${inSentences(error)}`
      return `${outcome} mapping ${name} (line ${at.line})${why}`
    }),
    `${sumOf(counts)}.`,
    dryRun ? NOTHING_CHANGED : COMPLETED,
  ],
})

function sumOf({ absent, deleted, refused }: MappingDeletion['counts']): string {
  const sum = [
    `${numberInWords(deleted)} deleted`,
    ...(absent > 0 ? [`${numberInWords(absent)} not there`] : []),
    ...(refused > 0 ? [`${numberInWords(refused)} refused`] : []),
  ]
  return sum.join(', ')
}

function deletionJson(zod: Zod) {
  const item = zod.strictObject({
    kind: zod.literal('mapping'),
    name: zod.string(),
    at: positionJson(zod),
    outcome: zod.enum(['deleted', 'absent', 'refused']),
    error: errorDataJson(zod).nullable(),
  })
  const counts = zod.strictObject({ deleted: zod.number(), absent: zod.number(), refused: zod.number() })
  return zod.strictObject({ dryRun: zod.boolean(), items: zod.array(item), counts })
}
