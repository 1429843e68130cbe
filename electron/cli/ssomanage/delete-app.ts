import { countInWords } from '../../../shared/numbers-in-words.ts'
import { defineVerb } from '../verb/verb.ts'
import { COMPLETED } from '../verb-parts/answers.ts'
import { applicationArgument } from '../verb-parts/application-argument.ts'
import { STAYS_DELETED, sliceOptions } from '../verb-parts/slice-options.ts'

export const deleteApplication = defineVerb({
  name: 'deleteApp',
  summary: 'delete an affiliate application, its mappings and their credentials',
  description: [
    'The application must be disabled first: -disableApp. Its mappings are deleted some hundreds at a time, so that others can write to the database meanwhile, and the application with the last of them. If that is interrupted or fails, the command says how many were deleted; the application stays, with the mappings that are left, and running the command again goes on. What is deleted cannot be brought back. On a terminal the command asks first; scripts are not asked.',
    'You must be an SSO Affiliate Administrator or an SSO Administrator.',
  ],
  arguments: [applicationArgument],
  examples: ['-deleteApp Payroll', '-deleteApp Payroll --yes'],
  asks: true,
  interrupted: STAYS_DELETED,
  json: (zod) => zod.strictObject({ application: zod.string() }),
  async run(context, { application }) {
    const { applications } = await context.system()
    // Scripts of the original give no answer, and had to disable it first in any case.
    if (context.io.stdin.isTTY === true) {
      const { mappings, name } = await applications.describe(application)
      await context.confirm(`Delete ${name}, its ${countInWords(mappings, 'mapping')} and their credentials?`)
    }
    await applications.delete(application, sliceOptions(context))
    return { application }
  },
  print: ({ application }) => [`The application ${application} is deleted.`, COMPLETED],
})
