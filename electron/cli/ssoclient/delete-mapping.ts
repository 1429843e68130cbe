import { COMPLETED } from '../answers.ts'
import { applicationArgument } from '../application-argument.ts'
import { defineVerb } from '../verb.ts'
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
