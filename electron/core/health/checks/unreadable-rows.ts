import type { CredentialCheckReport } from '../../../../shared/health.ts'
import { numberInWords } from '../../../../shared/numbers-in-words.ts'
import { amber, type Check, credentials, type Finding, green, red } from '../health-check.ts'

/** No credential is known not to open, and all of them were tried. */
export const unreadableRowsCheck: Check = {
  id: 'unreadable-rows',
  title: 'Unreadable credentials',
  fixWhenThrown: 'check-credentials',
  async find({ credentials: report, reencryption, survey }) {
    if (report !== null && report.unreadable > 0) return unreadable(report)
    const damaged = reencryption?.damaged ?? 0
    if (damaged > 0)
      return red(
        `The last re-encryption left ${credentials(damaged)} that did not open. Set them anew.`,
        'check-credentials',
      )
    if (report !== null) return green(`All of ${credentials(report.total)} opened on ${shown(report)}.`)
    if ((await survey()).rowsBySecret.length === 0) return green('There are no credentials yet.')
    return amber('Never checked since this program was started.', 'check-credentials')
  },
}

function unreadable({ bySecret, ...report }: CredentialCheckReport): Finding {
  const counts = `${numberInWords(report.unreadable)} of ${credentials(report.total)} did not open on ${shown(report)}`
  const lost = bySecret.some(({ rows, unreadable: some }) => rows === some && rows > 0)
  return lost
    ? red(`${counts}. A backup that holds their master secret would make them readable.`, 'restore-secret')
    : red(`${counts}. Set them anew.`, 'check-credentials')
}

function shown({ at }: Pick<CredentialCheckReport, 'at'>): string {
  return `${at.slice(0, 10)} at ${at.slice(11, 16)} UTC`
}
