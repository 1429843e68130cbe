import type { BackupDescription, BackupFindings, StoreRelation } from '../../../shared/backup.ts'
import { numberInWords } from '../../../shared/numbers-in-words.ts'
import { inSentences } from '../terminal/terminal-remedies.ts'
import { labelled } from '../terminal/text-layout.ts'
import type { Zod } from '../verb/verb.ts'
import { errorDataJson } from '../verb-parts/error-data-json.ts'

const relations: Readonly<Record<StoreRelation, string>> = {
  same: 'the secrets in use',
  'same-current': 'the current secret in use, and another previous one',
  older: 'an older secret: its current one is the previous one here',
  newer: 'a newer secret: its previous one is the current one here',
  unrelated: 'other secrets than those in use',
  conflicting: 'a secret of the same name as one in use, but not the same',
  'no-store': 'not compared: no secret is at hand here',
}

/** Lines about a backup that opened. */
export function printFindings(findings: BackupFindings): string[] {
  const { damaged, readable, total, unreadable } = findings.trial
  const count = (rows: number): string => numberInWords(rows)
  return labelled([
    ['Backup file', findings.displayPath],
    ['Master secret', findings.currentMsid],
    ['Previous secret', findings.previousMsid ?? 'none'],
    ['Secret generated', findings.createdAt],
    ['Backup written', findings.writtenAt ?? 'the file does not say when'],
    ['Made on server', findings.server],
    ['SSO system', findings.sameSystem ? 'this one' : `another one (${findings.systemId})`],
    ['Holds', relations[findings.store]],
    ...(findings.storeError === null
      ? []
      : [['Secret store here', inSentences(findings.storeError)] as const]),
    ['Would read', `${count(readable)} of ${count(total)} credentials`],
    ...unreadable.map(
      ({ msid, rows }) =>
        ['Would not read', `${count(rows)} under ${msid ?? 'a secret that is not known'}`] as const,
    ),
    ...(damaged > 0
      ? [['Damaged', `${count(damaged)} credentials, which open with no secret`] as const]
      : []),
  ])
}

/** What a backup says about itself, for whoever is about to type its password. */
export function introduceBackup({
  createdAt,
  passwordReminder,
  server,
  writtenAt,
}: BackupDescription): string[] {
  const written = writtenAt === null ? '' : ` and written ${writtenAt}`
  const reminder = passwordReminder === '' ? 'none' : passwordReminder
  return [
    `Backup of the master secret generated ${createdAt}, made on ${server}${written}.`,
    `Password reminder: ${reminder}`,
  ]
}

/** The shape of {@link BackupFindings} in `--json`. */
export function findingsJson(zod: Zod) {
  const msid = zod.string().nullable()
  return zod.strictObject({
    displayPath: zod.string(),
    systemId: zod.string(),
    server: zod.string(),
    createdAt: zod.string(),
    writtenAt: zod.string().nullable(),
    currentMsid: zod.string(),
    previousMsid: msid,
    passwordReminder: zod.string(),
    sameSystem: zod.boolean(),
    store: zod.enum(Object.keys(relations) as StoreRelation[]),
    storeError: errorDataJson(zod).nullable(),
    databaseMsid: msid,
    holdsDatabaseMsid: zod.boolean().nullable(),
    trial: zod.strictObject({
      readable: zod.number(),
      total: zod.number(),
      unreadable: zod.array(zod.strictObject({ msid, rows: zod.number() })),
      damaged: zod.number(),
    }),
  })
}
