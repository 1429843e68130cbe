import { describe, expect, it } from 'vitest'
import { drawIndex, loadPassphraseWords, makePassphrase } from '../../../renderer/backup/passphrase.ts'

/** A random source that gives these numbers, one after the other. */
function drawing(...numbers: number[]) {
  return (target: Uint32Array<ArrayBuffer>) => {
    const next = numbers.shift()
    if (next === undefined) throw new Error('one draw too many')
    target[0] = next
  }
}

describe('passphrase words', () => {
  it('are 7776 different words of small letters when loaded', async () => {
    const words = await loadPassphraseWords()
    expect(words).toHaveLength(7776)
    expect(new Set(words).size).toBe(7776)
    expect(words.filter((word) => !/^[a-z]+$/.test(word))).toEqual([])
  })
})

describe('drawIndex', () => {
  it('gives the remainder when the draw is below the last whole multiple', () => {
    expect(drawIndex(7776, drawing(0))).toBe(0)
    expect(drawIndex(7776, drawing(7777))).toBe(1)
    const usable = 2 ** 32 - (2 ** 32 % 7776)
    expect(drawIndex(7776, drawing(usable - 1))).toBe(7775)
  })

  it('draws again when the draw would favour low numbers', () => {
    const usable = 2 ** 32 - (2 ** 32 % 7776)
    expect(drawIndex(7776, drawing(usable, 2 ** 32 - 1, 5))).toBe(5)
  })

  it('rejects nothing when the size divides the range', () => {
    expect(drawIndex(2 ** 16, drawing(2 ** 32 - 1))).toBe(2 ** 16 - 1)
  })
})

describe('makePassphrase', () => {
  it('joins six words with hyphens when given a list', () => {
    const list = ['alpha', 'bravo', 'charlie', 'delta']
    expect(makePassphrase(list, drawing(0, 1, 2, 3, 4, 5))).toBe('alpha-bravo-charlie-delta-alpha-bravo')
  })

  it('differs each time when the source is the real one', async () => {
    const words = await loadPassphraseWords()
    const make = () => makePassphrase(words, (target) => crypto.getRandomValues(target))
    expect(new Set(Array.from({ length: 50 }, make)).size).toBe(50)
  })
})
