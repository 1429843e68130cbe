import { z } from 'zod'
import type { CredentialCheckReport } from '../../../../shared/health.ts'
import { countInWords, numberInWords } from '../../../../shared/numbers-in-words.ts'
import type { RecordedCheck } from '../../database/database-survey.ts'
import {
  amber,
  type Check,
  credentials,
  daysBetween,
  type Finding,
  green,
  type HealthContext,
  notHere,
  red,
} from './health-check.ts'

/** Days after which every credential is to be tried again. */
const POLICY_DAYS = 90

/** No credential is known not to open, and all of them were tried. */
export const unreadableRowsCheck: Check = {
  id: 'unreadable-rows',
  title: 'Unreadable credentials',
  fixWhenThrown: 'check-credentials',
  async find(context) {
    const { credentials: report, now, reencryption, server, survey, system } = context
    if (report !== null && report.unreadable > 0) return unreadable(report)
    const damaged = reencryption?.damaged ?? 0
    if (damaged > 0)
      return red(
        `The last re-encryption left ${credentials(damaged)} that did not open. Set them anew.`,
        'check-credentials',
      )
    if (report !== null) return green(`All of ${credentials(report.total)} opened on ${shown(report)}.`)
    if ((await survey()).rowsBySecret.length === 0) return green('There are no credentials yet.')
    // They are tried where the secret is.
    if (server !== system.masterSecretServer) return notHere(system)
    return lastChecked((await survey()).credentialsChecked, now)
  },
}

const found = z.object({ total: z.number(), unreadable: z.number() })

function lastChecked(checked: RecordedCheck | null, now: HealthContext['now']): Finding {
  if (checked === null) return amber('They were never all tried.', 'check-credentials')
  const { total, unreadable: lost } = found.parse(JSON.parse(checked.data))
  if (lost > 0)
    return red(
      `${numberInWords(lost)} of ${credentials(total)} did not open on ${shown(checked)}. Check them again to see which.`,
      'check-credentials',
    )
  const days = daysBetween(checked.at, now)
  const then = `All of ${credentials(total)} opened on ${shown(checked)}`
  return days > POLICY_DAYS
    ? amber(
        `${then}. That is ${countInWords(days, 'day')} ago; it is to be done every ${POLICY_DAYS} days.`,
        'check-credentials',
      )
    : green(`${then}.`)
}

function unreadable({ bySecret, ...report }: CredentialCheckReport): Finding {
  const counts = `${numberInWords(report.unreadable)} of ${credentials(report.total)} did not open on ${shown(report)}`
  const lost = bySecret.some(({ rows, unreadable: some }) => rows === some && rows > 0)
  return lost
    ? red(`${counts}. A backup that holds their master secret would make them readable.`, 'restore-secret')
    : red(`${counts}. Set them anew.`, 'check-credentials')
}

function shown({ at }: { readonly at: string }): string {
  return `${at.slice(0, 10)} at ${at.slice(11, 16)} UTC`
}
