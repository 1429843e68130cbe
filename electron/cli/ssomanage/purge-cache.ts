import { defineVerb } from '../verb/verb.ts'
import { COMPLETED } from '../verb-parts/answers.ts'
import { applicationArgument } from '../verb-parts/application-argument.ts'

export const purgeCache = defineVerb({
  name: 'purgeCache',
  summary: 'forget the looked-up credentials of an affiliate application',
  description: [
    'Processes keep the credentials they looked up in memory for a while (credential cache timeout). They wipe them when the database changes, as it does when a command opens it; so there is little need for this command but that scripts call it.',
    'You must be an administrator of the application.',
  ],
  arguments: [applicationArgument],
  examples: ['-purgeCache Payroll'],
  json: (zod) => zod.strictObject({ application: zod.string() }),
  async run({ system }, { application }) {
    const { credentials } = await system()
    await credentials.purge(application)
    return { application }
  },
  print: ({ application }) => [`The credential cache of ${application} is empty.`, COMPLETED],
})
