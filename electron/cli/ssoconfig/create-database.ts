import { labelled } from '../text-layout.ts'
import { defineVerb } from '../verb.ts'
import { COMPLETED } from './secret-steps.ts'

export const createDatabase = defineVerb({
  name: 'createDatabase',
  summary: 'create an SSO database where there is none',
  description: [
    'Creates the SSO database in the data directory. It is refused if there is one already. The first verb that needs a system makes one in it, with this computer as its master secret server.',
  ],
  examples: ['-createDatabase', '-createDatabase --data-dir /srv/sso'],
  json: (zod) => zod.strictObject({ path: zod.string() }),
  async run(context) {
    const { createDatabase: create, prepareDataDirectory } = await context.core()
    const directory = await context.dataDirectory()
    await prepareDataDirectory(directory)
    await create(directory.database)
    return { path: directory.database }
  },
  print: ({ path }) => [...labelled([['SSO database', path]]), COMPLETED],
})
