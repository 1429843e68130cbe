import { describe, expect, it } from 'vitest'
import { openTestSystem, utf8 } from '../../support/test-system.ts'
import { textOf } from '../../support/text-of.ts'

const application = (name: string): string =>
  `<application name="${name}"><field ordinal="0" label="u"/></application>`
const mapping = (name: string): string =>
  `<mapping><windowsDomain>CORP</windowsDomain><windowsUserId>${name}</windowsUserId><externalApplication>A000</externalApplication><externalUserId>${name}</externalUserId></mapping>`
const file = (elements: readonly string[]): Uint8Array => utf8(`<sso>${elements.join('')}</sso>`)
const numbered = (letter: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, at) => `${letter}${String(at).padStart(3, '0')}`)

describe('an export', () => {
  it('of applications is of one moment, and keeps nobody from writing', async () => {
    const { system } = await openTestSystem()
    const names = numbered('A', 450)
    await system.xml.apply(file(names.map(application)))
    const before = await textOf(system.xml.exportApplications())
    const pieces = system.xml.exportApplications()
    let text = String((await pieces.next()).value)
    text += String((await pieces.next()).value)
    // A writer that were kept waiting would give up after 5 seconds and fail.
    await system.applications.delete('A449')
    await system.xml.apply(file([application('A999')]))
    await system.applications.update('A448', { description: 'changed meanwhile' })
    for await (const piece of pieces) text += piece
    expect(text).toBe(before)
    expect(await textOf(system.xml.exportApplications())).not.toBe(before)
  })

  it('of mappings is of one moment', async () => {
    const { system } = await openTestSystem()
    await system.xml.apply(file([application('A000'), ...numbered('m', 2500).map(mapping)]))
    const before = await textOf(system.xml.exportMappings('A000'))
    const pieces = system.xml.exportMappings('A000')
    let text = String((await pieces.next()).value)
    await system.xml.deleteMappings(file([mapping('m2400')]))
    await system.xml.apply(file([mapping('m9')]))
    for await (const piece of pieces) text += piece
    expect(text).toBe(before)
    expect(before.match(/<mapping>/g)).toHaveLength(2500)
  })

  it('that is not read to its end lets go of the database', async () => {
    const { system } = await openTestSystem()
    await system.xml.apply(file(numbered('A', 3).map(application)))
    for await (const _piece of system.xml.exportApplications()) break
    await system.applications.delete('A000')
    expect(await textOf(system.xml.exportApplications())).not.toContain('A000')
  })

  it('of an application without mappings, or of none at all, is a file', async () => {
    const { system } = await openTestSystem()
    const empty = '<?xml version="1.0" encoding="utf-8"?>\n<sso>\n</sso>\n'
    expect(await textOf(system.xml.exportApplications())).toBe(empty)
    await system.xml.apply(file([application('A000')]))
    expect(await textOf(system.xml.exportMappings('A000'))).toBe(empty)
  })
})
