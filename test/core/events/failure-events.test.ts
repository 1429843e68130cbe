import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { SsoError } from '../../../electron/core/errors/sso-error.ts'
import { eventIds } from '../../../electron/core/events/event.ts'
import { recordFailureWithCause } from '../../../electron/core/events/failure-events.ts'
import { aLog, who } from './log-under-test.ts'

describe('recording a failure with its cause', () => {
  it.each([
    [eventIds.masterSecretRestoreFailed, SsoError.of('WrongPassword', {}), [10779, 10524]],
    [
      eventIds.masterSecretGenerateFailed,
      SsoError.of('PasswordTooShort', { characters: 3, limit: 7 }),
      [10836, 10526],
    ],
    [eventIds.masterSecretBackupFailed, SsoError.of('BackupDiskFull', { folder: 'x' }), [10784, 10560]],
    [eventIds.backupNotVerified, SsoError.of('BackupTooLarge', { bytes: 9, limit: 8 }), [10564, 19002]],
    [eventIds.keyProtectorChangeFailed, SsoError.of('KeyProtectorGone', { place: 'x' }), [10565, 19004]],
    [
      eventIds.masterSecretGenerateFailed,
      SsoError.of('AccessDeniedNotSsoAdministrator', { account: 'eve', accepted: 'root' }),
      [10555, 11009, 10526],
    ],
    // The operation's own event says it already.
    [
      eventIds.masterSecretGenerateFailed,
      SsoError.of('SecretStoreWriteFailed', { reason: 'ENOSPC' }),
      [10526],
    ],
    [eventIds.masterSecretGenerateFailed, SsoError.of('PasswordMismatch', {}), [10526]],
  ])('%i: %s', async (failed, error, expected) => {
    const log = await aLog()
    expect(await recordFailureWithCause(log.recorder, failed, error, who, { backupFile: 'a.bak' })).toBe(true)
    const rows = await log.database.tables.selectFrom('event').selectAll().orderBy('id').execute()
    expect(rows.map(({ event_id }) => event_id)).toEqual(expected)
    expect(rows.map(({ level }) => level)).toEqual([...expected.slice(1).map(() => 'warning'), 'error'])
    expect(new Set(rows.map(({ tracking_id }) => tracking_id))).toEqual(new Set([who.trackingId]))
    for (const { data } of rows) {
      expect(JSON.parse(data)).toEqual({ backupFile: 'a.bak', code: error.code, ...error.details })
    }
    expect(error.trackingId).toBe(who.trackingId)
    const lines = (await readFile(log.logFile, 'utf8')).trim().split('\n')
    expect(lines.map((line) => JSON.parse(line).eventId)).toEqual(expected)
  })

  it('records what was cancelled as information, without a cause', async () => {
    const log = await aLog()
    const error = SsoError.of('Cancelled', {})
    await recordFailureWithCause(log.recorder, eventIds.masterSecretRestoreFailed, error, who)
    const rows = await log.database.tables.selectFrom('event').select(['event_id', 'level']).execute()
    expect(rows).toEqual([{ event_id: 10524, level: 'information' }])
  })

  it('names no event when none could be written', async () => {
    const error = SsoError.of('PasswordMismatch', {})
    const nowhere = { record: async () => false }
    expect(await recordFailureWithCause(nowhere, eventIds.backupNotVerified, error, who)).toBe(false)
    expect(error.trackingId).toBeUndefined()
  })
})
