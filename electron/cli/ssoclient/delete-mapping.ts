import { defineVerb } from '../verb/verb.ts'
import { COMPLETED } from '../verb-parts/answers.ts'
import { applicationArgument } from '../verb-parts/application-argument.ts'
import { onOwnMapping, ownMappingJson } from './own-mapping.ts'

export const deleteMapping = defineVerb({
  name: 'deleteMapping',
  summary: 'delete your mapping in an affiliate application',
  description: [
    'Deletes the mapping and the credentials that belong to it. It must be disabled first: -disableMapping.',
  ],
  arguments: [applicationArgument],
  examples: ['-deleteMapping Payroll'],
  json: (zod) => ownMappingJson(zod),
  run: (context, { application }) => onOwnMapping(context, application, 'delete'),
  print: ({ application, windowsAccount }) => [
    `The mapping of ${windowsAccount} in ${application} is deleted.`,
    COMPLETED,
  ],
})
