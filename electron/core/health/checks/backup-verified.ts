import { countInWords } from '../../../../shared/numbers-in-words.ts'
import { amber, type Check, daysBetween, green, ofSecret, red } from './health-check.ts'

/** Days after which a backup is to be opened again. */
const POLICY_DAYS = 90

/** A backup of the current secret was opened lately. */
export const backupVerifiedCheck: Check = {
  id: 'backup-verified',
  title: 'Backup verified',
  fixWhenThrown: null,
  find: (context) =>
    ofSecret(context, async ({ current: { msid }, lastBackup }) => {
      const noted = lastBackup?.msid === msid ? lastBackup.verifiedAt : null
      const event = (await context.survey()).verifications.find((found) => found.msid === msid)
      const at = latest(noted, event?.at ?? null)
      if (at === null) return red('No backup of the current master secret was ever opened.', 'verify-backup')
      const days = daysBetween(at, context.now)
      const when = `A backup of the current master secret was last opened on ${at.slice(0, 10)}`
      return days > POLICY_DAYS
        ? amber(
            `${when}, ${countInWords(days, 'day')} ago; it is to be done every ${POLICY_DAYS} days.`,
            'verify-backup',
          )
        : green(`${when}.`)
    }),
}

function latest(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? other
  return Date.parse(one) > Date.parse(other) ? one : other
}
