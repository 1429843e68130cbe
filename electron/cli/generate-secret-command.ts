import { resolve } from 'node:path'
import { errorText } from '../../shared/error-text.ts'
import type { GeneratedSecret, GenerateStep } from '../../shared/master-secret.ts'
import type { ReencryptionOverview } from '../../shared/reencryption.ts'
import { wipe } from '../core/crypto/wipe.ts'
import type { SsoSystem } from '../core/sso-system.ts'
import { getBackupPassword } from './backup-password.ts'
import type { CliIo } from './io.ts'

export interface GenerateSecretArguments {
  readonly file: string
  readonly passwordStdin: boolean
  readonly reminder: string | undefined
  /** Whether an existing file may be replaced. */
  readonly force: boolean
}

const STEPS: Readonly<Record<GenerateStep, string>> = {
  'deriving-key': 'Deriving the key from the password…',
  'writing-backup': 'Writing the backup…',
  'checking-backup': 'Checking that the backup opens…',
  'making-current': 'Making the new secret current…',
}

/** `ssoconfig -generateSecret <file>` */
export async function generateSecret(
  io: CliIo,
  openSystem: () => Promise<SsoSystem>,
  { file, force, passwordStdin, reminder }: GenerateSecretArguments,
): Promise<void> {
  const password = await getBackupPassword(io, { passwordStdin, reminder })
  try {
    const { masterSecret, reencryption } = await openSystem()
    const generated = await masterSecret.generate(
      { ...password, backupFile: resolve(file), ifExists: force ? 'replace' : 'refuse' },
      { onStep: (step) => io.stderr.write(`${STEPS[step]}\n`) },
    )
    io.stdout.write(report(generated))
    await followReencryption(io, reencryption)
  } finally {
    wipe(password.password, password.confirmation)
  }
}

function report({ displayPath, msid, previousMsid, trackingId }: GeneratedSecret): string {
  return [
    `Master secret:   ${msid}`,
    `Previous secret: ${previousMsid ?? 'none'}`,
    `Backup file:     ${displayPath}`,
    `Tracking id:     ${trackingId}`,
    'The backup was read back and opens with your password.',
    'The operation completed successfully.',
    '',
  ].join('\n')
}

/** Waits for the credentials to be re-encrypted, in this process; what is left undone is done at the next start. */
async function followReencryption(io: CliIo, reencryption: SsoSystem['reencryption']): Promise<void> {
  const overview = await reencryption.describe()
  if (overview === null || overview.total === 0) return
  io.stderr.write(`Re-encrypting ${overview.total} credentials…\n`)
  await reencryption.whenIdle()
  const end = await reencryption.describe()
  if (end !== null) io.stdout.write(reportReencryption(end))
}

function reportReencryption({ damaged, done, failure, phase, total }: ReencryptionOverview): string {
  const lines = [`Re-encrypted:    ${done} of ${total} credentials`]
  if (damaged > 0) lines.push(`Left as they are: ${damaged}, which do not open (event 10547)`)
  if (failure !== null) lines.push(errorText(failure).message)
  if (phase !== 'done') lines.push('The rest is re-encrypted when the console or a command is next started.')
  return `${lines.join('\n')}\n`
}
