import type { LastBackup } from '../../secret-store/secret-store-file.ts'
import { type Check, green, ofSecret, red } from './health-check.ts'

/** There is a backup of the current secret. */
export const backedUpCheck: Check = {
  id: 'backed-up',
  title: 'Backup of the master secret',
  fixWhenThrown: null,
  find: (context) =>
    ofSecret(context, async ({ current, lastBackup }) =>
      lastBackup?.msid === current.msid
        ? green(`${writtenWhen(lastBackup)} as ${lastBackup.fileName}.`)
        : red(
            'The current master secret was never backed up: if this computer is lost, so are the credentials.',
            'backup-secret',
          ),
    ),
}

function writtenWhen({ writtenAt }: LastBackup): string {
  return writtenAt === undefined ? 'It is backed up' : `It was backed up on ${writtenAt.slice(0, 10)}`
}
