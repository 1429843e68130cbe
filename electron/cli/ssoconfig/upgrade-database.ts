import { labelled } from '../terminal/text-layout.ts'
import { defineVerb } from '../verb/verb.ts'
import { COMPLETED } from '../verb-parts/answers.ts'

export const upgradeDatabase = defineVerb({
  name: 'upgradeDatabase',
  summary: 'bring an SSO database of an older version up to date',
  description: [
    'Upgrades the schema of the SSO database in the data directory, having copied the database first. A database that is up to date is left as it is; one of a newer version is refused.',
  ],
  examples: ['-upgradeDatabase', '-upgradeDatabase --data-dir /srv/sso'],
  json: (zod) =>
    zod.strictObject({
      path: zod.string(),
      from: zod.number(),
      to: zod.number(),
      copy: zod.string().nullable(),
    }),
  async run(context) {
    const { upgradeDatabase: upgrade } = await context.core()
    const directory = await context.dataDirectory()
    const { copy, from, to } = await upgrade(directory)
    return { path: directory.database, from, to, copy }
  },
  print: ({ copy, from, path, to }) => [
    ...labelled([
      ['SSO database', path],
      ['Schema version', from === to ? `${to}, up to date` : `${to}, was ${from}`],
      ...(copy === null ? [] : [['Copy made before', copy] as const]),
    ]),
    COMPLETED,
  ],
})
