import type { BackupFindings, RestoredSecret } from '../../../shared/backup.ts'
import { numberInWords } from '../../../shared/numbers-in-words.ts'
import type { ReencryptionOverview } from '../../../shared/reencryption.ts'
import { wipe } from '../../core/crypto/wipe.ts'
import type { SsoSystem } from '../../core/sso-system.ts'
import { passwordOptions } from '../passwords/password-options.ts'
import { labelled } from '../terminal/text-layout.ts'
import { defineVerb, type Zod } from '../verb/verb.ts'
import { errorDataJson } from '../verb-parts/error-data-json.ts'
import { fileToRead } from '../verb-parts/file-argument.ts'
import { followReencryption, reencryptionJson, reencryptionRows } from '../verb-parts/follow-reencryption.ts'
import { findingsJson, introduceBackup, printFindings } from './backup-findings.ts'
import { closingWords, isHalfDone, sayBusy, secretSteps } from './secret-steps.ts'

type RestoreResult =
  | (RestoredSecret & {
      readonly restored: true
      /** How far the credentials had come when the command ended. */
      readonly reencryption: ReencryptionOverview | null
    })
  | (BackupFindings & { readonly restored: false })

export const restoreSecret = defineVerb({
  name: 'restoreSecret',
  summary: 'restore the master secret from a backup',
  description: [
    'Shows the password reminder, asks for the password, tries every credential with the secrets of the backup, and makes them current. It is refused where credentials could no longer be read, or where the backup is of another SSO system.',
    'Then credentials that are under the previous secret are re-encrypted. The secrets that were replaced are kept until a secret is generated after which no credential needs them.',
    'There must be an SSO system: bring its database back first, from a copy of it. A backup of the secret holds no credentials.',
    'It ends with exit code 1, its result printed all the same, if the secret is current but the database could not be told (noteFailure says why), or the re-encryption did not come to its end.',
    'You must be an SSO Administrator and a local administrator, on the master secret server.',
  ],
  arguments: [{ name: 'file', what: 'the backup', offers: 'file' }],
  options: passwordOptions,
  examples: [
    '-restoreSecret /media/usb/SSO1234.bak --dry-run',
    '-restoreSecret /media/usb/SSO1234.bak',
    '-restoreSecret SSO1234.bak --password-file password.txt',
  ],
  force: 'restore even if credentials can no longer be read then, or the backup is of another system',
  dryRun: true,
  interrupted:
    'ssoconfig -showSecret shows which secret is current. Credentials that are left are re-encrypted when the console or a command is next started.',
  json: (zod) => restoreJson(zod),
  async run(context, { file, ...source }): Promise<RestoreResult> {
    const { masterSecret } = await context.system()
    const backupFile = fileToRead(file)
    context.note(...introduceBackup(await masterSecret.describeBackup(backupFile)))
    const password = await context.passwords.existing(source)
    const request = { backupFile, password }
    const options = {
      onStep: (step: keyof typeof secretSteps) => context.progress.step(secretSteps[step]),
      onBusy: sayBusy(context),
      signal: context.signal,
    }
    try {
      if (context.options.dryRun) {
        return { ...(await tryRestore(masterSecret, request, options)), restored: false }
      }
      const restored = await masterSecret.restore({ ...request, override: context.options.force }, options)
      const isTold = restored.noteFailure === null
      return { ...restored, restored: true, reencryption: isTold ? await followReencryption(context) : null }
    } finally {
      wipe(password)
    }
  },
  failed: (result) => result.restored && isHalfDone(result.noteFailure, result.reencryption),
  print: (result) => {
    if (!result.restored) return [...printFindings(result), 'Nothing was changed.']
    const { msid, noteFailure, previousMsid, readable, reencryption, replacedStore, total, trackingId } =
      result
    return [
      ...labelled([
        ['Master secret', msid],
        ['Previous secret', previousMsid ?? 'none'],
        ['Reads', `${numberInWords(readable)} of ${numberInWords(total)} credentials`],
        ['Replaced secrets', replacedStore === null ? 'none' : `kept as ${replacedStore}`],
        ['Tracking id', trackingId],
        ...(reencryption === null || reencryption.total === 0 ? [] : reencryptionRows(reencryption)),
      ]),
      ...closingWords(noteFailure, reencryption),
    ]
  },
})

/** Without the tracking id that it has beyond its type: no event was written for it. */
async function tryRestore(
  masterSecret: SsoSystem['masterSecret'],
  ...[request, options]: Parameters<SsoSystem['masterSecret']['tryRestore']>
): Promise<BackupFindings> {
  const found: BackupFindings & { readonly trackingId?: string } = await masterSecret.tryRestore(
    request,
    options,
  )
  const { trackingId: _, ...findings } = found
  return findings
}

function restoreJson(zod: Zod) {
  return zod.discriminatedUnion('restored', [
    zod.strictObject({
      restored: zod.literal(true),
      msid: zod.string(),
      previousMsid: zod.string().nullable(),
      readable: zod.number(),
      total: zod.number(),
      replacedStore: zod.string().nullable(),
      noteFailure: errorDataJson(zod).nullable(),
      trackingId: zod.string(),
      reencryption: reencryptionJson(zod).nullable(),
    }),
    findingsJson(zod).extend({ restored: zod.literal(false) }),
  ])
}
