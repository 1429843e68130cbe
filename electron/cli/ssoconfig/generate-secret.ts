import type { GeneratedSecret } from '../../../shared/master-secret.ts'
import type { ReencryptionOverview } from '../../../shared/reencryption.ts'
import { wipe } from '../../core/crypto/wipe.ts'
import {
  countToLose,
  loseOption,
  newBackupOptions,
  type PasswordSource,
} from '../passwords/password-options.ts'
import { labelled } from '../terminal/text-layout.ts'
import { defineVerb } from '../verb/verb.ts'
import type { VerbContext } from '../verb/verb-context.ts'
import { errorDataJson } from '../verb-parts/error-data-json.ts'
import { fileToSave } from '../verb-parts/file-argument.ts'
import { followReencryption, reencryptionJson, reencryptionRows } from '../verb-parts/follow-reencryption.ts'
import { closingWords, isHalfDone, sayBusy, secretSteps } from './secret-steps.ts'

interface GenerateResult extends GeneratedSecret {
  /** How far the credentials had come when the command ended. */
  readonly reencryption: ReencryptionOverview | null
}

export const generateSecret = defineVerb({
  name: 'generateSecret',
  summary: 'generate the master secret and save its backup',
  description: [
    'Generates a master secret and saves its backup in <file>, protected by a password. The backup is read back and opened with that password before the new secret becomes current. Whatever fails before leaves the old secret current.',
    'It is refused while credentials are under secrets that the system no longer holds, as after a restore that lost some: undo that restore or restore their backup first. --lose-credentials goes on without them; their other copies stay. A backup that they need is never replaced, --force or not.',
    'Then the credentials are re-encrypted. Ctrl+C stops that after the rows under way; the rest is done when the console or a command is next started.',
    'Where there is no SSO system it is created first, as -createDatabase does.',
    'It ends with exit code 1, its result printed all the same, if the new secret is current but the database could not be told (noteFailure says why), or the re-encryption did not come to its end.',
    'You must be an SSO Administrator and a local administrator, on the master secret server.',
  ],
  arguments: [{ name: 'file', what: 'where to save the backup; not in the data directory', offers: 'file' }],
  options: [...newBackupOptions, loseOption],
  examples: [
    '-generateSecret /media/usb/SSO1234.bak',
    '-generateSecret SSO1234.bak --password-file password.txt --reminder "in the safe"',
  ],
  force: 'replace <file> if it exists',
  ifNoSystem: 'create',
  interrupted:
    'The secret that ssoconfig -showSecret shows is the current one. Credentials that are left are re-encrypted when the console or a command is next started.',
  json: (zod) =>
    zod.strictObject({
      msid: zod.string(),
      previousMsid: zod.string().nullable(),
      createdAt: zod.string(),
      displayPath: zod.string(),
      noteFailure: errorDataJson(zod).nullable(),
      trackingId: zod.string(),
      reencryption: reencryptionJson(zod).nullable(),
    }),
  async run(context, { file, loseCredentials, reminder, ...source }): Promise<GenerateResult> {
    const mayLose = countToLose(loseCredentials, 'ssoconfig -generateSecret')
    const generated = await generate(context, source, { file, mayLose, reminder })
    context.note('The backup opens with your password, and the new secret is current.')
    const isTold = generated.noteFailure === null
    return { ...generated, reencryption: isTold ? await followReencryption(context) : null }
  },
  failed: ({ noteFailure, reencryption }) => isHalfDone(noteFailure, reencryption),
  print: ({ displayPath, msid, noteFailure, previousMsid, reencryption, trackingId }) => [
    ...labelled([
      ['Master secret', msid],
      ['Previous secret', previousMsid ?? 'none'],
      ['Backup file', displayPath],
      ['Tracking id', trackingId],
      ...(reencryption === null || reencryption.total === 0 ? [] : reencryptionRows(reencryption)),
    ]),
    'The backup was read back and opens with your password.',
    ...closingWords(noteFailure, reencryption),
  ],
})

interface What {
  readonly file: string
  readonly mayLose: number
  readonly reminder: string | undefined
}

async function generate(
  context: VerbContext,
  source: PasswordSource,
  { file, mayLose, reminder }: What,
): Promise<GeneratedSecret> {
  const target = {
    backupFile: fileToSave(file),
    ifExists: context.options.force ? 'replace' : 'refuse',
  } as const
  context.passwords.requireSource(source)
  const { masterSecret } = await context.system()
  await masterSecret.checkNewBackup('generate', target)
  const password = await context.passwords.forNewBackup(source, reminder)
  try {
    return await masterSecret.generate(
      { ...password, mayLose, ...target },
      {
        onStep: (step) => context.progress.step(secretSteps[step]),
        onBusy: sayBusy(context),
        signal: context.signal,
      },
    )
  } finally {
    wipe(password.password, password.confirmation)
  }
}
