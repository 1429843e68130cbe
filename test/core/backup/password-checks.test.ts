import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkBackupPassword } from '../../../electron/core/backup/password-checks.ts'
import { utf8 } from '../../support/test-system.ts'

const check = (password: string, confirmation = password, reminder = ''): void =>
  checkBackupPassword({ password: utf8(password), confirmation: utf8(confirmation), reminder })

const refusal = (code: string, field: string, details = {}) =>
  expect.objectContaining({ code, field, details: expect.objectContaining(details) })

describe('backup password', () => {
  it.each([7, 8, 255, 256])('is accepted when it has %i characters', (length) => {
    expect(() => check('é'.repeat(length))).not.toThrow()
    expect(() => check('🔑'.repeat(length))).not.toThrow()
  })

  it.each([0, 1, 6])('is refused when it has only %i characters', (characters) => {
    expect(() => check('🔑'.repeat(characters))).toThrow(
      refusal('PasswordTooShort', 'password', { characters, limit: 7 }),
    )
  })

  it('is refused when it has 257 characters', () => {
    expect(() => check('x'.repeat(257))).toThrow(
      refusal('PasswordTooLong', 'password', { characters: 257, limit: 256 }),
    )
  })

  it.each(['correct horsf', 'correct hors', 'correct horse ', 'Correct horse'])(
    'is refused when its confirmation is "%s"',
    (confirmation) => {
      expect(() => check('correct horse', confirmation)).toThrow(refusal('PasswordMismatch', 'confirmation'))
    },
  )
})

describe('password reminder', () => {
  it('is accepted when it has 512 characters', () => {
    expect(() => check('correct horse', 'correct horse', 'ü'.repeat(512))).not.toThrow()
  })

  it('is refused when it has 513 characters', () => {
    expect(() => check('correct horse', 'correct horse', 'x'.repeat(513))).toThrow(
      refusal('ReminderTooLong', 'reminder', { characters: 513, limit: 512 }),
    )
  })

  it('is refused when it contains the password anywhere, in any case', () => {
    const around = fc.string({ maxLength: 20 })
    fc.assert(
      fc.property(fc.stringMatching(/^[a-zäöü]{7,20}$/), around, around, (password, before, after) => {
        const reminder = `${before}${password.toUpperCase()}${after}`.replace(/\p{Cc}|\p{Cs}/gu, '')
        expect(() => check(password, password, reminder)).toThrow(
          refusal('ReminderContainsPassword', 'reminder'),
        )
      }),
    )
  })

  it.each(['two\nlines', 'a\u001b[31mred', 'half \ud800'])('is refused when it is %j', (reminder) => {
    expect(() => check('correct horse', 'correct horse', reminder)).toThrow(
      refusal('ReminderNotPlainText', 'reminder'),
    )
  })
})
