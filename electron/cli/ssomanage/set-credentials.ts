import { wipe } from '../../core/crypto/wipe.ts'
import { passwordOptions } from '../passwords/password-options.ts'
import { defineVerb } from '../verb/verb.ts'
import { COMPLETED } from '../verb-parts/answers.ts'
import { readCredentialValues } from '../verb-parts/credential-values.ts'
import { mappingArguments } from './arguments.ts'

export const setCredentials = defineVerb({
  name: 'setCredentials',
  summary: 'set the credentials of a mapping',
  description: [
    'Asks for the value of each field of the application. Masked fields are not echoed and are asked for twice. With --password-stdin, --password-file or --password-fd, give one line per field, in the order that -displayApp shows. The first field is the external user. If you leave it empty, the mapping keeps its external user. A Host Group application does not ask for it, because the account names it.',
    'The mapping is created if it does not exist, and is always enabled. You must be an administrator of the application; users of Individual applications may set their own.',
  ],
  arguments: mappingArguments,
  options: passwordOptions,
  examples: [
    "-setCredentials 'CORP\\ursula' Payroll",
    "-setCredentials 'CORP\\ursula' Payroll --password-file values.txt",
  ],
  json: (zod) => zod.strictObject({ application: zod.string(), account: zod.string() }),
  async run(context, { account, application, ...source }) {
    const { applications, credentials } = await context.system()
    const { fields, name, type } = await applications.describe(application)
    const namesUser = type === 'individual' || type === 'group'
    const asked = namesUser ? fields : fields.slice(1)
    const read = await readCredentialValues(context.passwords, source, asked)
    try {
      const values = namesUser ? read.slice(1) : read
      const externalUser = namesUser ? new TextDecoder().decode(read[0]) : ''
      const credential = { application: name, account, values }
      await credentials.set(externalUser === '' ? credential : { ...credential, externalUser })
    } finally {
      wipe(...read)
    }
    return { application: name, account }
  },
  print: ({ account, application }) => [
    `The credentials of ${account} in ${application} are set, and the mapping is enabled.`,
    COMPLETED,
  ],
})
