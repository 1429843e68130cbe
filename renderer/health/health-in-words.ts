import { errorText } from '../../shared/error-text.ts'
import type { HealthCheck, HealthFix, HealthStatus } from '../../shared/health.ts'

export const statusInWords: Readonly<Record<HealthStatus, string>> = {
  red: 'Problem',
  amber: 'Attention',
  green: 'OK',
  'not-here': 'Not here',
}

export const fixInWords: Readonly<Record<HealthFix, string>> = {
  'generate-secret': 'Generate Secret…',
  'backup-secret': 'Backup Secret…',
  'verify-backup': 'Verify Backup…',
  'restore-secret': 'Restore Secret…',
  'change-protector': 'Key Protector…',
  'save-recovery-key': 'Save Recovery Key…',
  'resume-reencryption': 'Resume Re-encryption',
  'check-credentials': 'Check Credentials…',
  'check-database': 'Check Database…',
  'verify-log': 'Verify Log…',
  'enable-sso': 'Properties…',
}

/** Why a line has its status, with what to do about it where something failed. */
export function reasonInWords({ error, reason }: HealthCheck): string {
  return error === undefined ? reason : `${reason} ${errorText(error).remedy}`
}

const order: readonly HealthStatus[] = ['red', 'amber', 'green', 'not-here']

/** Problems first, then what is to be looked at; otherwise in the order they came in. */
export function problemsFirst(checks: readonly HealthCheck[]): readonly HealthCheck[] {
  return checks.toSorted((one, other) => order.indexOf(one.status) - order.indexOf(other.status))
}

/** "2 problems, 1 to look at, 10 OK, 3 not for this computer"; what there is none of is left out. */
export function summaryInWords(checks: readonly HealthCheck[]): string {
  const count = (status: HealthStatus) => checks.filter((check) => check.status === status).length
  const [problems, toLookAt, ok, notHere] = order.map(count)
  if (ok === checks.length) return `All ${ok} OK`
  return [
    problems ? `${problems} ${problems === 1 ? 'problem' : 'problems'}` : '',
    toLookAt ? `${toLookAt} to look at` : '',
    ok ? `${ok} OK` : '',
    notHere ? `${notHere} not for this computer` : '',
  ]
    .filter((part) => part !== '')
    .join(', ')
}
