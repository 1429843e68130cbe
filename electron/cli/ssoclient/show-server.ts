import { labelled } from '../terminal/text-layout.ts'
import { defineVerb } from '../verb/verb.ts'

export const showServer = defineVerb({
  name: 'showServer',
  summary: 'show which SSO server you use',
  description: [
    'Shows the SSO server in use, which is always this computer, the master secret server of the SSO system, and the account that you are to it.',
  ],
  examples: ['-showServer', '-showServer --json'],
  json: (zod) =>
    zod.strictObject({ ssoServer: zod.string(), masterSecretServer: zod.string(), account: zod.string() }),
  async run(context) {
    const { system } = await context.system()
    const { account, masterSecretServer, ssoServer } = await system.describe()
    return { ssoServer, masterSecretServer, account }
  },
  print: ({ account, masterSecretServer, ssoServer }) =>
    labelled([
      ['SSO server', ssoServer],
      ['Master secret server', masterSecretServer],
      ['Account', account],
    ]),
})
