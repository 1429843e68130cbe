import { describe, expect, it } from 'vitest'
import type { ImportPurpose } from '../../../electron/core/xml/import-purpose.ts'
import { openTestSystem, utf8 } from '../../support/test-system.ts'

const INFO = '<globalInfo><ticketTimeout>5</ticketTimeout></globalInfo>'
const APPLICATION = `<application name="SAP"><appUserAccount>D\\Users</appUserAccount><field ordinal="0" label="User"/></application>`
const MAPPING = `<mapping><windowsDomain>d</windowsDomain><windowsUserId>a</windowsUserId><externalApplication>SAP</externalApplication><externalUserId>x</externalUserId></mapping>`

const file = (...elements: readonly string[]): Uint8Array => utf8(`<sso>\n${elements.join('\n')}\n</sso>`)

const elements = { globalInfo: INFO, application: APPLICATION, mapping: MAPPING } as const

const takes: readonly (readonly [ImportPurpose, keyof typeof elements])[] = [
  ['global-info', 'globalInfo'],
  ['create-applications', 'application'],
  ['update-applications', 'application'],
  ['create-mappings', 'mapping'],
]

describe.each(takes)('a file that is read for %s', (purpose, kind) => {
  it(`holds <${kind}> and nothing else`, async () => {
    const { system } = await openTestSystem()
    await system.xml.plan(file(elements[kind]), purpose)
    for (const [other, element] of Object.entries(elements)) {
      if (other === kind) continue
      const mixed = system.xml.apply(file(elements[kind], element), purpose)
      await expect(mixed).rejects.toMatchObject({ code: 'XmlInvalid', details: { element: other, line: 3 } })
    }
    await expect(system.xml.apply(file(), purpose)).rejects.toMatchObject({
      code: 'XmlInvalid',
      details: { element: 'file', reason: `it has no <${kind}>` },
    })
    expect(await system.applications.list()).toEqual([])
  })
})

describe('applications', () => {
  it('must be new to be created, and there to be updated', async () => {
    const { system } = await openTestSystem()
    const bytes = file(APPLICATION)
    const unknown = await system.xml.plan(bytes, 'update-applications')
    expect(unknown.items).toMatchObject([{ outcome: 'refused', error: { code: 'ApplicationMissing' } }])
    await system.xml.apply(bytes, 'create-applications')
    const known = await system.xml.plan(bytes, 'create-applications')
    expect(known.items).toMatchObject([{ outcome: 'refused', error: { code: 'ApplicationExists' } }])
    expect((await system.xml.plan(bytes, 'update-applications')).counts.unchanged).toBe(1)
    expect((await system.xml.plan(bytes)).counts.unchanged).toBe(1)
  })
})
