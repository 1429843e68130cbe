import { defineVerb, type Verb } from '../verb/verb.ts'
import { COMPLETED } from '../verb-parts/answers.ts'
import { mappingArguments } from './arguments.ts'

const RIGHTS =
  'You must be an administrator of the application; users of Individual applications may do it to their own.'

export const enableMapping = mappingVerb({
  name: 'enableMapping',
  summary: 'enable a mapping',
  description: 'Its credentials can be looked up. Does nothing if the mapping is enabled.',
  action: 'enable',
  done: 'enabled',
})

export const disableMapping = mappingVerb({
  name: 'disableMapping',
  summary: 'disable a mapping',
  description:
    'Its credentials are kept, but nobody can look them up until it is enabled. Does nothing if the mapping is disabled.',
  action: 'disable',
  done: 'disabled',
})

export const deleteMapping = mappingVerb({
  name: 'deleteMapping',
  summary: 'delete a mapping and its credentials',
  description: 'The mapping must be disabled first: -disableMapping.',
  action: 'delete',
  done: 'deleted',
})

function mappingVerb(words: {
  readonly name: string
  readonly summary: string
  readonly description: string
  readonly action: 'enable' | 'disable' | 'delete'
  readonly done: 'enabled' | 'disabled' | 'deleted'
}): Verb {
  const { action, description, done, name, summary } = words
  return defineVerb({
    name,
    summary,
    description: [`${description} ${RIGHTS}`],
    arguments: mappingArguments,
    examples: [`-${name} 'CORP\\ursula' Payroll`],
    json: (zod) => zod.strictObject({ application: zod.string(), account: zod.string() }),
    async run({ system }, { account, application }) {
      const { mappings } = await system()
      await mappings[action](application, [{ account }])
      return { application, account }
    },
    print: ({ account, application }) => [
      `The mapping of ${account} in ${application} is ${done}.`,
      COMPLETED,
    ],
  })
}
