import { describe, expect, it } from 'vitest'
import { checkNewBackup } from '../../../renderer/backup/new-backup-inputs.ts'

const file = { token: 't', displayPath: '/media/usb/x.bak' }

function check(password: string, changes: { confirmation?: string; reminder?: string; noFile?: true } = {}) {
  const bytes = (text: string) => new TextEncoder().encode(text)
  return checkNewBackup({
    file: changes.noFile ? null : file,
    password: bytes(password),
    confirmation: bytes(changes.confirmation ?? password),
    reminder: changes.reminder ?? '',
  })
}

describe('checkNewBackup', () => {
  it.each(['1234567', 'a'.repeat(256), '🔑'.repeat(7), 'é'.repeat(256)])(
    'finds nothing when the password is within the limits (%#)',
    (password) => expect(check(password, { reminder: '🙂'.repeat(512) })).toEqual({}),
  )

  it.each([
    ['', 0],
    ['123456', 6],
    ['🔑🔑🔑🔑🔑🔑', 6],
  ])('finds the password too short when it is "%s"', (password, characters) => {
    expect(check(password)).toEqual({
      password: { code: 'PasswordTooShort', details: { characters, limit: 7 }, field: 'password' },
    })
  })

  it('finds the password too long when it has 257 characters', () => {
    expect(check('🔑'.repeat(257)).password).toEqual({
      code: 'PasswordTooLong',
      details: { characters: 257, limit: 256 },
      field: 'password',
    })
  })

  it.each(['password2', 'Password1', 'password', ''])(
    'finds the confirmation at fault when it is "%s" for password1',
    (confirmation) =>
      expect(check('password1', { confirmation })).toEqual({
        confirmation: { code: 'PasswordMismatch', details: {}, field: 'confirmation' },
      }),
  )

  it('finds the reminder too long when it has 513 characters', () => {
    expect(check('password1', { reminder: '🙂'.repeat(513) }).reminder).toEqual({
      code: 'ReminderTooLong',
      details: { characters: 513, limit: 512 },
      field: 'reminder',
    })
  })

  it.each(['it is Password1, really', 'password1'])(
    'finds that the reminder tells the password when it is "%s"',
    (reminder) => expect(check('password1', { reminder }).reminder?.code).toBe('ReminderContainsPassword'),
  )

  it('finds the reminder not plain when it has a control character', () => {
    expect(check('password1', { reminder: 'red\u001b[31m' }).reminder?.code).toBe('ReminderNotPlainText')
  })

  it('does not take an empty password for part of the reminder when none is typed', () => {
    expect(check('', { reminder: 'hint' }).reminder).toBeUndefined()
  })

  it('finds the file missing when none was chosen', () => {
    expect(check('password1', { noFile: true })).toEqual({
      backupFile: { code: 'BackupFileNotChosen', details: {}, field: 'backupFile' },
    })
  })
})
