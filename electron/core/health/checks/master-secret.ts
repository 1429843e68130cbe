import { wipeMasterSecrets } from '../../master-secret/master-secret.ts'
import { type Check, green, ofSecret, red } from '../health-check.ts'

/** The secret is there, opens, and is the one the database names. */
export const masterSecretCheck: Check = {
  id: 'master-secret',
  title: 'Master secret',
  fixWhenThrown: 'restore-secret',
  find: (context) =>
    ofSecret(context, async (content) => {
      const secrets = await context.store.reveal(content)
      wipeMasterSecrets(secrets?.current, secrets?.previous)
      const { msid } = content.current
      const named = context.system.currentMsid
      return named === msid
        ? green(`The master secret ${msid} is there and opens.`)
        : red(
            `The secret store holds the master secret ${msid}; the database names ${named ?? 'none'}.`,
            'restore-secret',
          )
    }),
}
