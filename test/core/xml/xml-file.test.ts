import { execFileSync } from 'node:child_process'
import { readdir, readFile, stat, symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { writeXmlFile } from '../../../electron/core/xml/write-xml-file.ts'
import { readXmlFile } from '../../../electron/core/xml/xml-file.ts'
import { xmlLimits } from '../../../electron/core/xml/xml-limits.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

/** A file that can be imported, in two pieces. */
async function* text(name: string): AsyncGenerator<string> {
  yield '<sso>\n'
  yield `<application name="${name}"/></sso>\n`
}

describe('reading an XML file', () => {
  it('says what is wrong with it', async () => {
    const folder = await temporaryFolder()
    const path = join(folder, 'a.xml')
    await expect(readXmlFile(path)).rejects.toMatchObject({ code: 'XmlFileMissing', details: { path } })
    await expect(readXmlFile(folder)).rejects.toMatchObject({
      code: 'XmlFileUnreadable',
      details: { reason: 'it is a folder' },
    })
    await writeFile(path, '<sso/>')
    expect(Buffer.from(await readXmlFile(path)).toString()).toBe('<sso/>')
    await truncate(path, xmlLimits.bytes + 1)
    await expect(readXmlFile(path)).rejects.toMatchObject({ code: 'XmlTooLarge' })
  })
})

describe('writing an XML file', () => {
  it('replaces one only if it is to, and leaves nothing else behind', async () => {
    const folder = await temporaryFolder()
    const path = join(folder, 'a.xml')
    await writeXmlFile(path, text('one'), 'refuse')
    await expect(writeXmlFile(path, text('two'), 'refuse')).rejects.toMatchObject({ code: 'XmlFileExists' })
    expect(await readFile(path, 'utf8')).toContain('one')
    await writeXmlFile(path, text('two'), 'replace')
    expect(await readFile(path, 'utf8')).toContain('two')
    expect(await readdir(folder)).toEqual(['a.xml'])
    if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600)
    await expect(writeXmlFile(join(folder, 'no', 'b.xml'), text('x'), 'replace')).rejects.toMatchObject({
      code: 'XmlFileNotWritten',
      details: { reason: 'ENOENT' },
    })
  })
})

describe.runIf(process.platform !== 'win32')('what is not an ordinary file', () => {
  it('is neither read nor replaced', async () => {
    const folder = await temporaryFolder()
    const [fifo, link] = [join(folder, 'fifo'), join(folder, 'link')]
    execFileSync('mkfifo', [fifo])
    await symlink(join(folder, 'elsewhere'), link)
    await expect(readXmlFile(fifo)).rejects.toMatchObject({ details: { reason: 'it is a pipe' } })
    await expect(readXmlFile('/dev/zero')).rejects.toMatchObject({ details: { reason: 'it is a device' } })
    for (const ifExists of ['refuse', 'replace'] as const) {
      for (const path of [fifo, link, '/dev/null', folder]) {
        await expect(writeXmlFile(path, text('x'), ifExists)).rejects.toMatchObject({
          code: 'TargetNotOrdinaryFile',
        })
      }
    }
    expect((await readdir(folder)).sort()).toEqual(['fifo', 'link'])
  })
})
