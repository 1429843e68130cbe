import { describe, expect, it } from 'vitest'
import { exitCodeMeanings, exitCodeOf, exitCodes } from '../../../electron/cli/outcome/exit-codes.ts'
import { type ErrorCode, errorEventIds } from '../../../shared/errors.ts'

describe('exit codes', () => {
  it('are those that scripts know', () => {
    expect(exitCodes).toEqual({
      ok: 0,
      failed: 1,
      usage: 2,
      notFound: 3,
      conflict: 4,
      accessDenied: 5,
      wrongPassword: 6,
      damaged: 7,
    })
    expect(Object.keys(exitCodeMeanings)).toEqual(Object.keys(exitCodes))
  })

  it.each([
    ['PasswordTooShort', 1],
    ['ApplicationMissing', 3],
    ['BackupFileMissing', 3],
    ['Busy', 4],
    ['DatabaseBusy', 4],
    ['MappingExists', 4],
    ['AccessDeniedNotSsoAdministrator', 5],
    ['NotMasterSecretServer', 5],
    ['WrongPassword', 6],
    ['BackupDamaged', 7],
    ['DatabaseDamaged', 7],
  ] as const)('of %s is %i', (code, exitCode) => {
    expect(exitCodeOf(code)).toBe(exitCode)
  })

  it('of an error are never those of success and of usage', () => {
    const codes = Object.keys(errorEventIds) as ErrorCode[]
    expect(codes.filter((code) => ![1, 3, 4, 5, 6, 7].includes(exitCodeOf(code)))).toEqual([])
  })
})
