import { countInWords } from '../../../shared/numbers-in-words.ts'
import { COMPLETED } from '../ssoconfig/secret-steps.ts'
import { defineVerb } from '../verb.ts'
import { applicationArgument } from './arguments.ts'

export const deleteApplication = defineVerb({
  name: 'deleteApp',
  summary: 'delete an affiliate application, its mappings and their credentials',
  description: [
    'The application must be disabled first: -disableApp. What is deleted cannot be brought back. On a terminal the command asks first; scripts are not asked.',
    'You must be an SSO Affiliate Administrator or an SSO Administrator.',
  ],
  arguments: [applicationArgument],
  examples: ['-deleteApp Payroll', '-deleteApp Payroll --yes'],
  asks: true,
  json: (zod) => zod.strictObject({ application: zod.string() }),
  async run(context, { application }) {
    const { applications } = await context.system()
    // Scripts of the original give no answer, and had to disable it first in any case.
    if (context.io.stdin.isTTY === true) {
      const { mappings, name } = await applications.describe(application)
      await context.confirm(`Delete ${name}, its ${countInWords(mappings, 'mapping')} and their credentials?`)
    }
    await applications.delete(application)
    return { application }
  },
  print: ({ application }) => [`The application ${application} is deleted.`, COMPLETED],
})
