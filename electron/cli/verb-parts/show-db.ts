import { numberInWords } from '../../../shared/numbers-in-words.ts'
import { labelled } from '../terminal/text-layout.ts'
import { defineVerb } from '../verb/verb.ts'

export const showDatabase = defineVerb({
  name: 'showDB',
  summary: 'show the SSO database in use and what is in it',
  description: [
    'Shows where the SSO database is, its size, the version of its schema, the rows of its tables, and how many credentials are under which master secret. You must be an SSO Administrator.',
  ],
  examples: ['-showDB', '-showDB --json'],
  json: (zod) =>
    zod.strictObject({
      path: zod.string(),
      bytes: zod.number(),
      schemaVersion: zod.number(),
      rows: zod.record(zod.string(), zod.number()),
      credentials: zod.array(
        zod.strictObject({ msid: zod.string().nullable(), isCurrent: zod.boolean(), rows: zod.number() }),
      ),
    }),
  async run(context) {
    const { globalInfo } = await context.system()
    return globalInfo.databaseInfo()
  },
  print: ({ bytes, credentials, path, rows, schemaVersion }) => [
    ...labelled([
      ['SSO database', path],
      ['Size', `${numberInWords(bytes)} bytes`],
      ['Schema version', String(schemaVersion)],
      ...Object.entries(rows).map(([table, count]) => [`Rows of ${table}`, numberInWords(count)] as const),
    ]),
    ...credentials.map(
      (one) =>
        `${numberInWords(one.rows)} credentials under ${one.msid ?? 'an unknown secret'}${one.isCurrent ? ' (current)' : ''}`,
    ),
  ],
})
