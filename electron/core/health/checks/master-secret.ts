import type { Msid } from '../../../../shared/master-secret.ts'
import { wipeMasterSecrets } from '../../crypto/master-secret.ts'
import { countCredentialsUnderOthers } from '../../records/system.repository.ts'
import {
  amber,
  type Check,
  credentials,
  type Finding,
  green,
  type HealthContext,
  ofSecret,
  red,
} from './health-check.ts'

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
      if (named === msid) return green(`The master secret ${msid} is there and opens.`)
      if (named === null || named === content.previous?.msid) return untold(context, msid)
      return red(
        `The secret store holds the master secret ${msid}; the database names ${named}, which the store does not hold. If an older copy of the database was put back, put the newest in its place; otherwise restore a backup that holds ${named}.`,
        'restore-secret',
      )
    }),
}

async function untold({ tables }: HealthContext, msid: Msid): Promise<Finding> {
  const rows = await countCredentialsUnderOthers(tables, msid)
  const left =
    rows === 0
      ? 'No credential uses an older one'
      : `${credentials(rows)} still ${rows === 1 ? 'uses' : 'use'} an older one`
  return amber(
    `The master secret ${msid} is there and opens, but the database has not been told yet. ${left}. The console, or the next command, tells it as soon as it can be written to.`,
    null,
  )
}
