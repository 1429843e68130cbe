import { numberInWords } from '../../../shared/numbers-in-words.ts'
import type { RehearsalPhase, RehearsalProgress, RehearsalReport } from '../../../shared/rehearsal.ts'
import { wipe } from '../../core/crypto/wipe.ts'
import {
  countToLose,
  loseOption,
  type PasswordSource,
  passwordOptions,
} from '../passwords/password-options.ts'
import { inSentences } from '../terminal/terminal-remedies.ts'
import { labelled } from '../terminal/text-layout.ts'
import { UsageError } from '../terminal/usage-error.ts'
import { defineVerb } from '../verb/verb.ts'
import type { VerbContext } from '../verb/verb-context.ts'
import { errorDataJson } from '../verb-parts/error-data-json.ts'
import { fileToRead } from '../verb-parts/file-argument.ts'
import { introduceBackup } from './backup-findings.ts'
import { rehearsalSteps } from './secret-steps.ts'

export const rehearse = defineVerb({
  name: 'rehearse',
  summary: 'try generating or restoring a secret on a copy of the system',
  description: [
    'Does the whole operation on a copy of the system: it re-encrypts all credentials, checks that each of them opens, and deletes the copy. The system itself is only read. Exits with 1 if the operation would not succeed.',
    'You must be an SSO Administrator and a local administrator, on the master secret server.',
  ],
  arguments: [
    { name: 'operation', what: 'what to rehearse', choices: ['generate', 'restore'] },
    { name: 'file', what: 'the backup to restore', optional: true, offers: 'file' },
  ],
  options: [...passwordOptions, loseOption],
  examples: ['-rehearse generate', '-rehearse restore /media/usb/SSO1234.bak'],
  force: 'with restore: rehearse what -restoreSecret --force would do',
  interrupted: 'Nothing was changed.',
  json: (zod) =>
    zod.strictObject({
      operation: zod.enum(['generate', 'restore']),
      wouldSucceed: zod.boolean(),
      error: errorDataJson(zod).nullable(),
      rows: zod.number().nullable(),
      reencrypted: zod.number().nullable(),
      unreadable: zod.number().nullable(),
      milliseconds: zod.strictObject({
        copying: zod.number(),
        changing: zod.number(),
        reencrypting: zod.number(),
        checking: zod.number(),
      }),
      diskBytes: zod.number(),
      trackingId: zod.string(),
    }),
  async run(context, { file, loseCredentials, operation, ...source }): Promise<RehearsalReport> {
    if (operation === 'restore') return rehearseRestore(context, file, source)
    if (file !== undefined) throw new UsageError('ssoconfig -rehearse generate takes no file.')
    return rehearseGenerate(context, countToLose(loseCredentials, 'ssoconfig -rehearse'))
  },
  failed: ({ wouldSucceed }) => !wouldSucceed,
  print: ({ diskBytes, error, milliseconds, operation, reencrypted, rows, unreadable }) => {
    const seconds = Object.values(milliseconds).reduce((sum, each) => sum + each, 0) / 1000
    const count = (value: number | null): string => (value === null ? 'not reached' : numberInWords(value))
    return labelled([
      ['Rehearsed', operation],
      ['Would succeed', error === null ? 'yes' : `no: ${inSentences(error)}`],
      ['Credentials', count(rows)],
      ['Re-encrypted', count(reencrypted)],
      ['Unreadable after', count(unreadable)],
      ['Took', `${seconds.toFixed(1)} s`],
      ['Disk needed', `${numberInWords(diskBytes)} bytes`],
    ])
  },
})

async function rehearseGenerate(context: VerbContext, mayLose: number): Promise<RehearsalReport> {
  const { rehearsal } = await context.system()
  return rehearsal.rehearseGenerate({ mayLose, onProgress: showProgress(context), signal: context.signal })
}

async function rehearseRestore(
  context: VerbContext,
  file: string | undefined,
  source: PasswordSource,
): Promise<RehearsalReport> {
  if (file === undefined) throw new UsageError('ssoconfig -rehearse restore needs <file>, the backup.')
  const { masterSecret, rehearsal } = await context.system()
  const backupFile = fileToRead(file)
  context.note(...introduceBackup(await masterSecret.describeBackup(backupFile)))
  const password = await context.passwords.existing(source)
  try {
    return await rehearsal.rehearseRestore(
      { backupFile, password, override: context.options.force },
      { onProgress: showProgress(context), signal: context.signal },
    )
  } finally {
    wipe(password)
  }
}

function showProgress({ progress }: VerbContext): (now: RehearsalProgress) => void {
  let shown: RehearsalPhase | null = null
  return ({ done, phase, total }) => {
    if (phase !== shown) progress.step(rehearsalSteps[phase])
    shown = phase
    if (done !== null && total !== null && total > 0) progress.count(done, total)
  }
}
