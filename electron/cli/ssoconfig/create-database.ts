import { labelled } from '../terminal/text-layout.ts'
import { defineVerb } from '../verb/verb.ts'
import { COMPLETED } from '../verb-parts/answers.ts'

export const createDatabase = defineVerb({
  name: 'createDatabase',
  summary: 'create an SSO system and its database where there is none',
  description: [
    'Creates an SSO system in the data directory: its database, and an empty secret store with this computer as its master secret server. It is refused if there is one already. The folder above the data directory must exist.',
    'It is refused, too, where a database was lost: the secret store holds a master secret, or the database has left its write-ahead log. Put the database back from its copy. With --force an empty one is made all the same, for the master secret that is there; the credentials of the lost one are given up.',
    'You must be a local administrator.',
  ],
  force: 'give a lost database up and make an empty one',
  ifNoSystem: 'create-only',
  examples: ['-createDatabase', '-createDatabase --data-dir /srv/sso'],
  json: (zod) => zod.strictObject({ path: zod.string() }),
  async run(context) {
    await context.system()
    return { path: (await context.dataDirectory()).database }
  },
  print: ({ path }) => [...labelled([['SSO database', path]]), COMPLETED],
})
