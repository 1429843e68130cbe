import { defineVerb, type Verb } from '../verb/verb.ts'
import { COMPLETED } from '../verb-parts/answers.ts'

export const enableSso = switchVerb({
  name: 'enableSSO',
  summary: 'enable the SSO system',
  description: ['Look-ups and tickets are answered again. Does nothing if the system is enabled.'],
  enabled: true,
})

export const disableSso = switchVerb({
  name: 'disableSSO',
  summary: 'disable the SSO system',
  description: [
    'Look-ups and tickets are refused from now on, on every server. Does nothing if the system is disabled. The accounts of SSO Administrators and SSO Affiliate Administrators can be changed only then.',
  ],
  enabled: false,
})

function switchVerb(words: {
  readonly name: string
  readonly summary: string
  readonly description: readonly string[]
  readonly enabled: boolean
}): Verb {
  const { enabled, ...named } = words
  return defineVerb({
    ...named,
    description: [...named.description, 'You must be an SSO Administrator.'],
    examples: [`-${named.name}`],
    json: (zod) => zod.strictObject({ enabled: zod.boolean() }),
    async run({ system }) {
      const { globalInfo } = await system()
      await (enabled ? globalInfo.enable() : globalInfo.disable())
      return { enabled }
    },
    print: () => [`The SSO system is ${enabled ? 'enabled' : 'disabled'}.`, COMPLETED],
  })
}
