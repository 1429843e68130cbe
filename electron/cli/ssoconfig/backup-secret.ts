import { wipe } from '../../core/crypto/wipe.ts'
import { newBackupOptions } from '../passwords/password-options.ts'
import { labelled } from '../terminal/text-layout.ts'
import { defineVerb } from '../verb/verb.ts'
import { COMPLETED } from '../verb-parts/answers.ts'
import { fileToSave } from '../verb-parts/file-argument.ts'
import { secretSteps } from './secret-steps.ts'

export const backupSecret = defineVerb({
  name: 'backupSecret',
  summary: 'back up the master secret',
  description: [
    'Saves the current and the previous master secret in <file>, protected by a password, and proves that the file opens.',
    'You must be an SSO Administrator and a local administrator, on the master secret server.',
  ],
  arguments: [{ name: 'file', what: 'where to save the backup; not in the data directory', offers: 'file' }],
  options: newBackupOptions,
  examples: [
    '-backupSecret /media/usb/SSO1234.bak',
    '-backupSecret SSO1234.bak --password-file password.txt --reminder "in the safe"',
  ],
  force: 'replace <file> if it exists',
  interrupted: 'No backup was made. Back up the secret again.',
  json: (zod) =>
    zod.strictObject({
      msid: zod.string(),
      previousMsid: zod.string().nullable(),
      verifiedAt: zod.string(),
      displayPath: zod.string(),
      noted: zod.boolean(),
      trackingId: zod.string(),
    }),
  async run(context, { file, reminder, ...source }) {
    const target = {
      backupFile: fileToSave(file),
      ifExists: context.options.force ? 'replace' : 'refuse',
    } as const
    context.passwords.requireSource(source)
    const { masterSecret } = await context.system()
    await masterSecret.checkNewBackup('backup', target)
    const password = await context.passwords.forNewBackup(source, reminder)
    try {
      return await masterSecret.backup(
        { ...password, ...target },
        { onStep: (step) => context.progress.step(secretSteps[step]), signal: context.signal },
      )
    } finally {
      wipe(password.password, password.confirmation)
    }
  },
  print: ({ displayPath, msid, noted, previousMsid, trackingId }) => [
    ...labelled([
      ['Master secret', msid],
      ['Previous secret', previousMsid ?? 'none'],
      ['Backup file', displayPath],
      ['Tracking id', trackingId],
    ]),
    ...(noted ? [] : ['The secret store could not note this backup; the backup is good all the same.']),
    'The backup was read back and opens with your password.',
    COMPLETED,
  ],
})
