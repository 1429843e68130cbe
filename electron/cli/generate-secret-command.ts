import { resolve } from 'node:path'
import type { GeneratedSecret, GenerateStep } from '../../shared/master-secret.ts'
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
    const { masterSecret } = await openSystem()
    const generated = await masterSecret.generate(
      { ...password, backupFile: resolve(file), ifExists: force ? 'replace' : 'refuse' },
      { onStep: (step) => io.stderr.write(`${STEPS[step]}\n`) },
    )
    io.stdout.write(report(generated))
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
