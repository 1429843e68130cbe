import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { errorText } from '../../shared/error-text.ts'
import { type ErrorCode, errorEventIds } from '../../shared/errors.ts'
import { countInWords, numberInWords, withGroupedNumbers } from '../../shared/numbers-in-words.ts'

const codes = Object.keys(errorEventIds) as ErrorCode[]

/** Facts that are words and that a text looks into. */
const words = /^(reason)$/

/** Names of facts that are no counts. */
const places = /^(column|eventId|line|supported|version|workFactor)$/

describe('numbers', () => {
  it('are grouped as English has it, whatever the regional settings', () => {
    expect([0, 999, 1_000, 2_000_000, -12_345].map(numberInWords)).toEqual([
      '0',
      '999',
      '1,000',
      '2,000,000',
      '-12,345',
    ])
    expect(countInWords(1, 'day')).toBe('1 day')
    expect(countInWords(20_000, 'day')).toBe('20,000 days')
  })

  it('can still be compared and reckoned with where they are facts of a text', () => {
    const { few, many, name } = withGroupedNumbers({ few: 1, many: 2_000_000, name: '2000000' })
    expect(few === 1 && many > few && many - few === 1_999_999).toBe(true)
    expect(`${many} ${name}`).toBe('2,000,000 2000000')
  })

  it.each(codes)('are grouped in the text of %s', (code) => {
    const details = new Proxy({} as Record<string, number | string>, {
      get: (_target, name) => (words.test(String(name)) ? 'EIO' : places.test(String(name)) ? 7 : 2_345_678),
    })
    const { message, remedy } = errorText({ code, details })
    expect(`${message} ${remedy}`).not.toContain('2345678')
  })

  it('are formatted in one place', () => {
    const others = ['electron', 'renderer', 'shared'].flatMap(listSources).filter((path) => {
      const source = readFileSync(path, 'utf8')
      return /NumberFormat|\.toLocaleString\(/.test(source) && !path.endsWith('numbers-in-words.ts')
    })
    expect(others).toEqual([])
  })
})

function listSources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(folder, name))
}
