import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countCharacters } from '../../shared/backup-password.ts'
import { suggestedBackupFileName } from '../../shared/master-secret.ts'

describe('countCharacters', () => {
  it('agrees with the code points of the text when given its UTF-8', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(countCharacters(new TextEncoder().encode(text))).toBe([...text].length)
      }),
    )
  })
})

describe('suggested backup file name', () => {
  it('is SSO, the first four characters of the MSID and .bak', () => {
    expect(suggestedBackupFileName('1f0c2d3e-4a5b-4c6d-8e7f-001122334455')).toBe('SSO1F0C.bak')
  })
})
