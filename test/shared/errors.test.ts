import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { errorText } from '../../shared/error-text.ts'
import { type ErrorCode, errorEventIds, hresultOf } from '../../shared/errors.ts'

const codes = Object.keys(errorEventIds) as ErrorCode[]

/** Answers every name with itself, and names the names asked for. */
function details(asked: string[] = []) {
  return new Proxy({} as Record<string, string>, {
    get: (_target, name) => {
      asked.push(String(name))
      return `‹${String(name)}›`
    },
  })
}

describe('error text', () => {
  it.each(codes)('of %s says what happened and what to do, in whole sentences', (code) => {
    const { message, remedy } = errorText({ code, details: details() })
    for (const sentence of [message, remedy]) expect(sentence).toMatch(/^[‹A-Z].*\.$/)
  })

  it('is different for each code', () => {
    const messages = codes.map((code) => errorText({ code, details: details() }).message)
    expect(new Set(messages).size).toBe(codes.length)
  })
})

describe('error codes', () => {
  it('are each used by the product', () => {
    const sources = [
      ...['electron', 'renderer'].flatMap(readSources),
      readFileSync('shared/backup-password.ts', 'utf8'),
    ].join('\n')
    expect(codes.filter((code) => !sources.includes(`'${code}'`))).toEqual([])
  })

  it.each<[ErrorCode, string | null]>([
    ['WrongPassword', '0xC0002A1B'],
    ['PasswordTooShort', '0xC0002A54'],
    ['SecretStoreForeign', '0xC0002A3F'],
    ['PasswordMismatch', null],
  ])('%s has the HRESULT of the original: %s', (code, hresult) => {
    expect(hresultOf(code)).toBe(hresult)
  })
})

function readSources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
}
