import { defineVerb, type Verb } from '../verb/verb.ts'
import { COMPLETED } from '../verb-parts/answers.ts'
import { applicationArgument } from '../verb-parts/application-argument.ts'

export const enableApplication = switchVerb({
  name: 'enableApp',
  summary: 'enable an affiliate application',
  description: 'Its credentials can be looked up. Does nothing if the application is enabled.',
  enabled: true,
})

export const disableApplication = switchVerb({
  name: 'disableApp',
  summary: 'disable an affiliate application',
  description:
    'Its credentials are kept, but nobody can look them up until it is enabled. Does nothing if the application is disabled.',
  enabled: false,
})

function switchVerb(words: {
  readonly name: string
  readonly summary: string
  readonly description: string
  readonly enabled: boolean
}): Verb {
  const { enabled, name, summary } = words
  return defineVerb({
    name,
    summary,
    description: [`${words.description} You must be an administrator of the application.`],
    arguments: [applicationArgument],
    examples: [`-${name} Payroll`],
    json: (zod) => zod.strictObject({ application: zod.string(), enabled: zod.boolean() }),
    async run({ system }, { application }) {
      const { applications } = await system()
      await (enabled ? applications.enable(application) : applications.disable(application))
      return { application: (await applications.describe(application)).name, enabled }
    },
    print: ({ application }) => [
      `The application ${application} is ${enabled ? 'enabled' : 'disabled'}.`,
      COMPLETED,
    ],
  })
}
