import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { FileSystem, WritableFile } from '../../../electron/core/files/file-system.ts'
import { nodeFileSystem } from '../../../electron/core/files/node-file-system.ts'
import { writeXmlFile } from '../../../electron/core/xml/write-xml-file.ts'
import { xmlLimits } from '../../../electron/core/xml/xml-limits.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const fault = (code: string): Error => Object.assign(new Error(code), { code })

async function* pieces(...texts: readonly string[]): AsyncGenerator<string> {
  yield* texts
}

const GOOD = ['<sso>\n', '<application name="é🔑"/>\n'.repeat(10_000), '</sso>\n']

/** Files as the disk makes them, but for what is overridden of each. */
function filesWith(overrides: (file: WritableFile) => Partial<WritableFile>): FileSystem {
  return {
    ...nodeFileSystem,
    async createExclusive(path, mode) {
      const file = await nodeFileSystem.createExclusive(path, mode)
      return { ...file, ...overrides(file) }
    },
  }
}

const altering = filesWith(({ write }) => ({
  write: (bytes) => {
    const altered = Buffer.from(bytes)
    altered[altered.length >> 1] = 0x20
    return write(altered)
  },
}))
const cutting = filesWith(({ write }) => ({ write: (bytes) => write(bytes.subarray(0, bytes.length - 1)) }))
const failing = (code: string, at: 'write' | 'sync') =>
  filesWith(() => ({
    [at]: async () => {
      throw fault(code)
    },
  }))

async function outcomeOf(
  text: AsyncIterable<string>,
  files?: FileSystem,
  ifExists?: 'replace',
): Promise<unknown> {
  const folder = await temporaryFolder()
  const path = join(folder, 'a.xml')
  if (ifExists === 'replace') await writeFile(path, 'old')
  const error = await writeXmlFile(path, text, ifExists ?? 'refuse', files).then(
    () => null,
    (thrown) => thrown,
  )
  const left = await readdir(folder)
  const content = left.includes('a.xml') ? await readFile(path, 'utf8') : null
  return { code: error?.code ?? null, left, content }
}

const unchanged = { left: ['a.xml'], content: 'old' }

describe('an export', () => {
  it('is written whole, in however many pieces it comes', async () => {
    const text = GOOD.join('')
    const written = { code: null, left: ['a.xml'], content: text }
    expect(await outcomeOf(pieces(...GOOD))).toEqual(written)
    expect(await outcomeOf(pieces(...text.split(/(?<=\n)/)))).toEqual(written)
    expect(await outcomeOf(pieces(...GOOD), undefined, 'replace')).toEqual(written)
  })

  it.each<[string, FileSystem, string]>([
    ['the disk alters', altering, 'XmlFileAltered'],
    ['the disk cuts', cutting, 'XmlFileAltered'],
    ['there is no space for', failing('ENOSPC', 'write'), 'XmlFileNotWritten'],
    ['cannot be made durable', failing('EIO', 'sync'), 'XmlFileNotWritten'],
  ])('that %s leaves nothing, and what was there', async (_name, files, code) => {
    expect(await outcomeOf(pieces(...GOOD), files)).toEqual({ code, left: [], content: null })
    expect(await outcomeOf(pieces(...GOOD), files, 'replace')).toEqual({ code, ...unchanged })
  })

  it.each([['<sso>\n<aplication/>\n</sso>'], ['<sso>\n<application name="a">\n</sso>'], ['<sso>'], ['']])(
    'that could not be imported is not kept: %j',
    async (text) => {
      expect(await outcomeOf(pieces(text), undefined, 'replace')).toEqual({
        code: 'XmlFileAltered',
        ...unchanged,
      })
    },
  )

  it('whose source fails ends with that error, and nothing is left', async () => {
    async function* broken(): AsyncGenerator<string> {
      yield '<sso>'
      throw new RangeError('the source')
    }
    await expect(writeXmlFile(join(await temporaryFolder(), 'a'), broken(), 'refuse')).rejects.toThrow(
      RangeError,
    )
    expect(await outcomeOf(broken(), undefined, 'replace')).toMatchObject(unchanged)
  })

  it('that is larger than what is read is refused', async () => {
    const piece = `<!-- ${'x'.repeat(8 * 1024 * 1024)} -->`
    async function* endless(): AsyncGenerator<string> {
      for (let bytes = 0; bytes <= xmlLimits.bytes; bytes += piece.length) yield piece
    }
    const forgetful = filesWith(() => ({ write: async () => undefined }))
    expect(await outcomeOf(endless(), forgetful)).toEqual({ code: 'XmlTooLarge', left: [], content: null })
  })

  it('onto a name that is taken is refused before anything is read', async () => {
    const path = join(await temporaryFolder(), 'a.xml')
    await writeFile(path, 'old')
    let asked = false
    async function* watched(): AsyncGenerator<string> {
      asked = true
      yield '<sso/>'
    }
    await expect(writeXmlFile(path, watched(), 'refuse')).rejects.toMatchObject({ code: 'XmlFileExists' })
    expect(asked).toBe(false)
  })

  it('works on a file system without hard links', async () => {
    const files: FileSystem = {
      ...nodeFileSystem,
      link: async () => {
        throw fault('EPERM')
      },
    }
    expect(await outcomeOf(pieces(...GOOD), files)).toEqual({
      code: null,
      left: ['a.xml'],
      content: GOOD.join(''),
    })
  })
})
