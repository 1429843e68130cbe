import { wipe } from '../../core/crypto/wipe.ts'
import type { ApplicationField } from '../../core/records/application.ts'
import { labelled } from '../terminal/text-layout.ts'
import { defineVerb } from '../verb/verb.ts'
import { applicationArgument } from '../verb-parts/application-argument.ts'

/** Of one length, so that it does not tell that of the value. */
const MASK = '********'

export const getCredentials = defineVerb({
  name: 'getCredentials',
  summary: 'look up your own credentials in an affiliate application',
  description: [
    'Looks up your credentials: in an Individual application those of your mapping, in the others those of the group you are in. Masked fields are hidden unless --show is given.',
    'With --show the output holds secrets in the clear. Take care where it goes: terminals, logs and files keep it.',
  ],
  arguments: [applicationArgument],
  options: [{ name: 'show', what: 'print the values of masked fields, too, in the clear' }],
  examples: [
    '-getCredentials Payroll',
    '-getCredentials Payroll --show',
    '-getCredentials Payroll --show --json',
  ],
  json: (zod) =>
    zod.strictObject({
      application: zod.string(),
      externalUser: zod.string(),
      fields: zod.array(
        zod.strictObject({ label: zod.string(), masked: zod.boolean(), value: zod.string().nullable() }),
      ),
    }),
  async run({ system }, { application, show }) {
    const { applications, credentials } = await system()
    const { fields, name } = await applications.describe(application)
    const { externalUser, values } = await credentials.get({ application: name })
    try {
      const [, ...others] = fields
      const shown = others.map((field, at) => showField(field, values[at], show))
      return { application: name, externalUser, fields: shown }
    } finally {
      wipe(...values)
    }
  },
  print: ({ application, externalUser, fields }) =>
    labelled([
      ['Application', application],
      ['External user', externalUser],
      ...fields.map(({ label, value }) => [label, value ?? MASK] as const),
    ]),
})

/** A hidden value is `null`. */
function showField({ label, masked }: ApplicationField, value: Uint8Array | undefined, show: boolean) {
  return { label, masked, value: masked && !show ? null : new TextDecoder().decode(value) }
}
