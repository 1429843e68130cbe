import { wipe } from '../../core/crypto/wipe.ts'
import { passwordOptions } from '../passwords/password-options.ts'
import { UsageError } from '../terminal/usage-error.ts'
import { defineVerb } from '../verb/verb.ts'
import { COMPLETED } from '../verb-parts/answers.ts'
import { applicationArgument } from '../verb-parts/application-argument.ts'
import { readCredentialValues } from '../verb-parts/credential-values.ts'
import { callingAccount, ownMappingJson } from './own-mapping.ts'

export const setCredentials = defineVerb({
  name: 'setCredentials',
  summary: 'set your credentials in an affiliate application',
  description: [
    'Asks for the value of each field of the application. Masked fields are not echoed and are asked for twice. With --password-stdin, --password-file or --password-fd, give one line per field, in the order that -displayApp shows. The first field is the external user ID. If you leave it empty, your mapping keeps its external user ID.',
    'If you have no mapping there, it is created; it is enabled in any case. An account of this computer, one without a domain, can be mapped only where the application allows local accounts.',
  ],
  arguments: [applicationArgument],
  options: passwordOptions,
  examples: ['-setCredentials Payroll', '-setCredentials Payroll --password-file values.txt'],
  json: (zod) => ownMappingJson(zod),
  async run(context, { application, ...source }) {
    const { applications, credentials } = await context.system()
    const { fields, name, type } = await applications.describe(application)
    // There the account would be taken for the external user.
    if (type === 'host-group') {
      throw new UsageError(
        `${name} is a Host Group application: its credentials are nobody's own. Use ssomanage -setCredentials.`,
      )
    }
    const [user, ...values] = await readCredentialValues(context.passwords, source, fields)
    try {
      const externalUser = new TextDecoder().decode(user)
      await credentials.set({ application: name, values, ...(externalUser !== '' && { externalUser }) })
    } finally {
      wipe(user, ...values)
    }
    return { application: name, windowsAccount: await callingAccount(context) }
  },
  print: ({ application, windowsAccount }) => [
    `The credentials of ${windowsAccount} in ${application} are set, and the mapping is enabled.`,
    COMPLETED,
  ],
})
