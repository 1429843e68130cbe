import { defineVerb } from '../verb/verb.ts'
import { COMPLETED } from '../verb-parts/answers.ts'
import { applicationArgument } from '../verb-parts/application-argument.ts'
import { onOwnMapping, ownMappingJson } from './own-mapping.ts'

export const enableMapping = defineVerb({
  name: 'enableMapping',
  summary: 'enable your mapping in an affiliate application',
  description: ['Your credentials can be looked up again. Does nothing if the mapping is enabled.'],
  arguments: [applicationArgument],
  examples: ['-enableMapping Payroll'],
  json: (zod) => ownMappingJson(zod),
  run: (context, { application }) => onOwnMapping(context, application, 'enable'),
  print: ({ application, windowsAccount }) => [
    `The mapping of ${windowsAccount} in ${application} is enabled.`,
    COMPLETED,
  ],
})

export const disableMapping = defineVerb({
  name: 'disableMapping',
  summary: 'disable your mapping in an affiliate application',
  description: [
    'Your credentials are kept, but nobody can look them up until the mapping is enabled. Does nothing if it is disabled.',
  ],
  arguments: [applicationArgument],
  examples: ['-disableMapping Payroll'],
  json: (zod) => ownMappingJson(zod),
  run: (context, { application }) => onOwnMapping(context, application, 'disable'),
  print: ({ application, windowsAccount }) => [
    `The mapping of ${windowsAccount} in ${application} is disabled.`,
    COMPLETED,
  ],
})
