import {
  type HealthCheck,
  type HealthStatus,
  healthCheckIds,
  healthFixes,
  healthStatuses,
} from '../../../shared/health.ts'
import { wrap } from '../text-layout.ts'
import { defineVerb } from '../verb.ts'
import type { VerbContext } from '../verb-context.ts'

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
    'One line for each thing looked at: ok, look (at it some time), ACT (something is lost, or may be at the next mishap) or - (it does not concern this computer). It ends with exit code 1 if one of them is ACT. Changes nothing; what --credentials and --database find is recorded in the event log.',
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
    checks.flatMap(({ reason, status, title }) => [
      `${`[${marks[status]}]`.padEnd(7)}${title}`,
      ...wrap(reason, 90).map((line) => `       ${line}`),
    ]),
})

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
