import { labelled } from '../text-layout.ts'
import { defineVerb } from '../verb.ts'
import { COMPLETED } from './secret-steps.ts'

export const createDatabase = defineVerb({
  name: 'createDatabase',
  summary: 'create an SSO system and its database where there is none',
  description: [
    'Creates an SSO system in the data directory: its database, and an empty secret store with this computer as its master secret server. It is refused if there is one already. The folder above the data directory must exist.',
    'You must be a local administrator.',
  ],
  ifNoSystem: 'create-only',
  examples: ['-createDatabase', '-createDatabase --data-dir /srv/sso'],
  json: (zod) => zod.strictObject({ path: zod.string() }),
  async run(context) {
    await context.system()
    return { path: (await context.dataDirectory()).database }
  },
  print: ({ path }) => [...labelled([['SSO database', path]]), COMPLETED],
})
