import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { respell } from '../../../electron/cli/grammar/old-spelling.ts'

const NAMES = ['generateSecret', 'password-stdin']

describe('old spelling', () => {
  it.each(['-', '--', '/', '–', '—', 'â€“', 'â€”', 'â€“'])(
    'is understood when a verb begins with %s',
    (prefix) => {
      for (const verb of ['generateSecret', 'generatesecret', 'GENERATESECRET']) {
        expect(respell([`${prefix}${verb}`, 'a.bak'], NAMES)).toEqual(['--generateSecret', 'a.bak'])
      }
    },
  )

  it('keeps a value that is joined to its verb', () => {
    expect(respell(['/GenerateSecret=C:\\a=b.bak'], NAMES)).toEqual(['--generateSecret=C:\\a=b.bak'])
  })

  it.each(['/srv/SSO1234.bak', '/generateSecretary', '-x', 'generateSecret', '–', '-', ''])(
    'leaves %j as it is',
    (argument) => {
      expect(respell([argument], NAMES)).toEqual([argument])
    },
  )

  it('never fails nor loses an argument, whatever it is given', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (argv) => {
        expect(respell(argv, NAMES)).toHaveLength(argv.length)
      }),
    )
  })
})
