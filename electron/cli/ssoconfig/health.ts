import {
  type HealthCheck,
  type HealthFix,
  type HealthStatus,
  healthCheckIds,
  healthFixes,
  healthStatuses,
} from '../../../shared/health.ts'
import { terminalText } from '../terminal/terminal-remedies.ts'
import { wrap } from '../terminal/text-layout.ts'
import { defineVerb } from '../verb/verb.ts'
import type { VerbContext } from '../verb/verb-context.ts'
import { errorDataJson } from '../verb-parts/error-data-json.ts'

const marks: Readonly<Record<HealthStatus, string>> = {
  green: 'ok',
  amber: 'look',
  red: 'ACT',
  'not-here': '-',
}

export const health = defineVerb({
  name: 'health',
  summary: 'check the master secret, its backups, the credentials and the database',
  description: [
    'Prints one line per check: ok, look (worth attention soon), ACT (something is lost or at risk) or - (the check does not concern this computer). Exits with 1 if any line says ACT. Changes nothing. What --credentials and --database find is recorded in the event log.',
    'You must be an SSO Administrator.',
  ],
  options: [
    { name: 'credentials', what: 'first open every credential, which may take a while' },
    { name: 'database', what: 'first check every page of the database, which may take a while' },
  ],
  examples: ['-health', '-health --credentials --database', '-health --json --quiet'],
  interrupted: 'Nothing was changed.',
  json: (zod) =>
    zod.strictObject({
      checks: zod.array(
        zod.strictObject({
          id: zod.enum(healthCheckIds),
          status: zod.enum(healthStatuses),
          title: zod.string(),
          reason: zod.string(),
          error: errorDataJson(zod).exactOptional(),
          fix: zod.enum(healthFixes).nullable(),
        }),
      ),
    }),
  async run(context, { credentials, database }): Promise<{ checks: readonly HealthCheck[] }> {
    const { health: service } = await context.system()
    if (credentials) await checkCredentials(context)
    if (database) {
      context.progress.step('Checking every page of the database…')
      await service.checkDatabase()
    }
    return { checks: await service.describe() }
  },
  failed: ({ checks }) => checks.some(({ status }) => status === 'red'),
  print: ({ checks }) =>
    checks.flatMap((check) => [
      `${`[${marks[check.status]}]`.padEnd(7)}${check.title}`,
      ...wrap(inWords(check), 90).map((line) => `       ${line}`),
    ]),
})

/** What mends a finding. Verifying the event log is done in the console. */
const remedies: Readonly<Record<HealthFix, string>> = {
  'generate-secret': 'ssoconfig -generateSecret',
  'backup-secret': 'ssoconfig -backupSecret',
  'verify-backup': 'ssoconfig -verifyBackup',
  'restore-secret': 'ssoconfig -restoreSecret',
  'change-protector': 'ssoconfig -changeProtector',
  'save-recovery-key': 'ssoconfig -saveRecoveryKey',
  'resume-reencryption': 'ssoconfig -reencrypt resume',
  'check-credentials': 'ssoconfig -health --credentials',
  'check-database': 'ssoconfig -health --database',
  'verify-log': 'verify the event log in the console',
  'enable-sso': 'ssomanage -enableSSO',
}

function inWords({ error, fix, reason }: HealthCheck): string {
  return [
    reason,
    ...(error === undefined ? [] : [terminalText(error).remedy]),
    ...(fix === null ? [] : [`What helps: ${remedies[fix]}.`]),
  ].join(' ')
}

async function checkCredentials({ progress, signal, system }: VerbContext): Promise<void> {
  const { health: service } = await system()
  progress.step('Opening every credential…')
  await service.checkCredentials({
    signal,
    onProgress: ({ done, total }) => {
      if (total > 0) progress.count(done, total)
    },
  })
  progress.end()
}
