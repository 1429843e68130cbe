import { labelled } from '../terminal/text-layout.ts'
import { defineVerb } from '../verb/verb.ts'
import { yesNo } from '../verb-parts/answers.ts'
import { applicationArgument } from '../verb-parts/application-argument.ts'
import { applicationTypes } from '../verb-parts/application-types.ts'

export const displayApplication = defineVerb({
  name: 'displayApp',
  summary: 'show an affiliate application and the fields of its credentials',
  description: [
    'Shows what an Application User needs to know: whom to ask (the contact), whether the application is enabled, and which values -setCredentials asks for, in their order. The first field is the external user id.',
  ],
  arguments: [applicationArgument],
  examples: ['-displayApp Payroll', '-displayApp Payroll --json'],
  json: (zod) =>
    zod.strictObject({
      name: zod.string(),
      type: zod.enum(['individual', 'group', 'host-group', 'config-store']),
      description: zod.string(),
      contact: zod.string(),
      enabled: zod.boolean(),
      allowLocalAccounts: zod.boolean(),
      usersCannotCreateMappings: zod.boolean(),
      fields: zod.array(zod.strictObject({ label: zod.string(), masked: zod.boolean() })),
    }),
  async run({ system }, { application }) {
    const { applications } = await system()
    const { contact, description, enabled, fields, flags, name, type } =
      await applications.describe(application)
    const { allowLocalAccounts, usersCannotCreateMappings } = flags
    return {
      ...{ name, type, description, contact, enabled, allowLocalAccounts, usersCannotCreateMappings },
      fields: fields.map(({ label, masked }) => ({ label, masked })),
    }
  },
  print: ({ fields, ...shown }) => [
    ...labelled([
      ['Application', shown.name],
      ['Type', applicationTypes[shown.type]],
      ['Description', shown.description],
      ['Contact', shown.contact],
      ['Enabled', yesNo(shown.enabled)],
      ['Local accounts', yesNo(shown.allowLocalAccounts)],
      ['You may create your mapping', yesNo(!shown.usersCannotCreateMappings)],
    ]).map((line) => line.trimEnd()),
    ...fields.map(({ label, masked }, at) => `Field ${at}: ${label}${masked ? ' (masked)' : ''}`),
  ],
})
