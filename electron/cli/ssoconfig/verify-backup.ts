import { wipe } from '../../core/crypto/wipe.ts'
import { passwordOptions } from '../passwords/password-options.ts'
import { defineVerb } from '../verb/verb.ts'
import { fileToRead } from '../verb-parts/file-argument.ts'
import { findingsJson, introduceBackup, printFindings } from './backup-findings.ts'
import { secretSteps } from './secret-steps.ts'

export const verifyBackup = defineVerb({
  name: 'verifyBackup',
  summary: 'prove that a backup opens, and show what it would restore',
  description: [
    'Opens a backup with its password and tries every credential with its secrets. Changes nothing. It ends with exit code 0 if the backup opens; how many credentials it would read is in the result.',
    'You must be an SSO Administrator and a local administrator.',
  ],
  arguments: [{ name: 'file', what: 'the backup', offers: 'file' }],
  options: passwordOptions,
  examples: ['-verifyBackup /media/usb/SSO1234.bak', '-verifyBackup SSO1234.bak --password-stdin --json'],
  interrupted: 'Nothing was changed.',
  json: (zod) => findingsJson(zod).extend({ trackingId: zod.string() }),
  async run(context, { file, ...source }) {
    const { masterSecret } = await context.system()
    const backupFile = fileToRead(file)
    context.note(...introduceBackup(await masterSecret.describeBackup(backupFile)))
    const password = await context.passwords.existing(source)
    try {
      return await masterSecret.verify(
        { backupFile, password },
        { onStep: (step) => context.progress.step(secretSteps[step]), signal: context.signal },
      )
    } finally {
      wipe(password)
    }
  },
  print: (verified) => [...printFindings(verified), 'The backup opens with your password.'],
})
