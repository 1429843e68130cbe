import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { aSystemWith, upTo } from '../../support/reencrypting-system.ts'
import { DatabaseSync } from '../../support/sqlite.ts'

const ROWS = 5_000

type Bytes = Uint8Array

function sealedOf(path: string): readonly Bytes[] {
  const database = new DatabaseSync(path)
  const rows = database.prepare('SELECT sealed FROM credential').all() as { sealed: Bytes }[]
  database.close()
  return rows.map(({ sealed }) => sealed)
}

/** How many of the ciphertexts are somewhere in the database's files; a piece from the middle of each is looked for. */
function countFound(path: string, ciphertexts: readonly Bytes[]): number {
  const files = [path, `${path}-wal`].filter((file) => existsSync(file)).map((file) => readFileSync(file))
  const pieces = new Set(ciphertexts.map((sealed) => Buffer.from(sealed.subarray(30, 46)).toString('latin1')))
  const found = new Set<string>()
  for (const file of files) {
    const text = file.toString('latin1')
    for (let at = 0; at + 16 <= text.length; at += 1) {
      const piece = text.slice(at, at + 16)
      if (pieces.has(piece)) found.add(piece)
    }
  }
  return found.size
}

describe('what is deleted from the database', () => {
  it.each([
    ['of one length', false],
    ['of different lengths', true],
  ])('is in its files no more after a rotation of credentials %s', async (_what, ragged) => {
    const { directory, rotate, system } = await aSystemWith(upTo(ROWS), { ragged })
    const before = sealedOf(directory.database)
    expect(countFound(directory.database, before)).toBe(ROWS)
    await rotate()
    await system.reencryption.whenIdle()
    await system.close()
    expect(countFound(directory.database, sealedOf(directory.database))).toBe(ROWS)
    expect(countFound(directory.database, before)).toBe(0)
  })

  it('is in its files no more after an application was deleted', async () => {
    const { directory, system } = await aSystemWith(upTo(ROWS), { ragged: true })
    const before = sealedOf(directory.database)
    await system.applications.disable('SAP')
    await system.applications.delete('SAP')
    await system.close()
    expect(sealedOf(directory.database)).toEqual([])
    expect(countFound(directory.database, before)).toBe(0)
  })
})
