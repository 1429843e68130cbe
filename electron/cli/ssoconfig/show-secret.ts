import { countInWords } from '../../../shared/numbers-in-words.ts'
import type { MasterSecretOverview, UntoldSecret } from '../../../shared/system-overview.ts'
import { inSentences } from '../terminal/terminal-remedies.ts'
import { labelled } from '../terminal/text-layout.ts'
import { defineVerb, type Zod } from '../verb/verb.ts'
import { errorDataJson } from '../verb-parts/error-data-json.ts'
import { protectorJson, protectorWords } from '../verb-parts/key-protectors.ts'

export const showSecret = defineVerb({
  name: 'showSecret',
  summary: 'show which master secret is current, what guards it and its last backup',
  description: [
    'Shows the name (MSID) of the current and of the previous master secret, what guards them on this computer, and when the last backup was made and proven. The secret itself is never shown. Exits with 1 if there is a secret that cannot be used here.',
  ],
  examples: ['-showSecret', '-showSecret --json'],
  json: (zod) => masterSecretJson(zod),
  async run(context) {
    const { system } = await context.system()
    return (await system.describe()).masterSecret
  },
  print: (secret) => {
    if (isOutOfReach(secret)) {
      return [`Master secret: not available. ${inSentences(secret.error)}`]
    }
    const guarded = ['Guarded by', protectorWords[secret.protector]] as const
    if (secret.state === 'none') return labelled([['Master secret', 'none yet'], guarded])
    const { createdAt, lastBackup, msid, previousMsid, untold } = secret
    return labelled([
      ['Master secret', msid],
      ['Generated', createdAt],
      ['Previous secret', previousMsid ?? 'none'],
      guarded,
      [
        'Last backup',
        lastBackup === null
          ? 'none'
          : `${lastBackup.fileName}, ${lastBackup.writtenAt ?? 'written at a time that was not noted'}`,
      ],
      ...(lastBackup === null ? [] : [['Backup opened', lastBackup.verifiedAt] as const]),
      ...(untold === null ? [] : [['Database', `it ${untoldWords(untold)}`] as const]),
    ])
  },
  failed: isOutOfReach,
})

/** What is to be known where the database does not know the current secret; goes on after "the database". */
export function untoldWords({ databaseMsid, isHeld, rows }: UntoldSecret): string {
  const credentials = countInWords(rows, 'credential')
  if (databaseMsid !== null && !isHeld)
    return `names ${databaseMsid}, which the secret store does not hold (ssoconfig -health says what to do); ${credentials} under another secret than the current one`
  const named = databaseMsid === null ? 'names none' : `names ${databaseMsid}`
  return `is not told yet (it ${named}); ${credentials} under an older secret`
}

type OutOfReach = Extract<MasterSecretOverview, { state: 'unavailable' | 'awaiting-restore' }>

function isOutOfReach(secret: MasterSecretOverview): secret is OutOfReach {
  return secret.state === 'unavailable' || secret.state === 'awaiting-restore'
}

export function untoldJson(zod: Zod) {
  return zod.strictObject({
    databaseMsid: zod.string().nullable(),
    isHeld: zod.boolean(),
    rows: zod.number(),
  })
}

function masterSecretJson(zod: Zod) {
  const protector = protectorJson(zod)
  const lastBackup = zod.strictObject({
    fileName: zod.string(),
    writtenAt: zod.string().nullable(),
    verifiedAt: zod.string(),
  })
  return zod.discriminatedUnion('state', [
    zod.strictObject({ state: zod.literal('none'), protector }),
    zod.strictObject({
      state: zod.literal('current'),
      msid: zod.string(),
      previousMsid: zod.string().nullable(),
      createdAt: zod.string(),
      protector,
      lastBackup: lastBackup.nullable(),
      untold: untoldJson(zod).nullable(),
    }),
    zod.strictObject({
      state: zod.literal('awaiting-restore'),
      msid: zod.string(),
      previousServer: zod.string(),
      error: errorDataJson(zod),
    }),
    zod.strictObject({ state: zod.literal('unavailable'), error: errorDataJson(zod) }),
  ])
}
