import { defineVerb, type Verb } from '../verb/verb.ts'
import { COMPLETED } from '../verb-parts/answers.ts'

export const enableFeature = featureVerb('enable', true)
export const disableFeature = featureVerb('disable', false)

function featureVerb(name: 'enable' | 'disable', enabled: boolean): Verb {
  return defineVerb({
    name,
    summary: `${name} host-initiated SSO`,
    description: [
      'Host-initiated SSO is the way from an external user to its Windows account. It is off in a new system. You must be an SSO Administrator.',
    ],
    arguments: [{ name: 'feature', what: `what to ${name}`, choices: ['hisso'] }],
    examples: [`-${name} hisso`],
    json: (zod) => zod.strictObject({ hostInitiatedSso: zod.boolean() }),
    async run({ system }) {
      const { globalInfo } = await system()
      const { hostInitiatedSso } = await globalInfo.update({ hostInitiatedSso: enabled })
      return { hostInitiatedSso }
    },
    print: ({ hostInitiatedSso }) => [
      `Host-initiated SSO is ${hostInitiatedSso ? 'enabled' : 'disabled'}.`,
      COMPLETED,
    ],
  })
}
