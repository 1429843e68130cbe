import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applicationFlags } from '../../../electron/core/records/application.ts'
import { globalNumbers } from '../../../electron/core/xml/grammar.ts'
import { parseXml } from '../../../electron/core/xml/parse.ts'
import { type WritableDocument, writeXml } from '../../../electron/core/xml/write.ts'
import type { XmlDocument } from '../../../electron/core/xml/xml-model.ts'

const unit = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom('a', 'Z', '-', ' ', '<', '>', '&', '"', "'", '\t', '\n', '\r', ']]>', '&amp;'),
  },
  fc
    .string({ unit: 'binary', minLength: 1, maxLength: 1 })
    .filter((one) => /[^\p{C}\uFFFE\uFFFF]/u.test(one)),
)
const trimmed = fc.string({ unit, maxLength: 20 }).map((text) => text.trim())
const named = trimmed.filter((text) => text !== '')
const plain = named.filter((text) => !text.includes('\\'))
const account = fc.record({ kind: fc.constantFrom('user' as const, 'group' as const), name: named })
const accounts = fc.array(account, { maxLength: 3 })
const number = fc.nat({ max: 10_000_000 })

const field = fc.record({ label: trimmed, masked: fc.boolean(), synchronized: fc.boolean() })
const common = {
  description: trimmed,
  contact: trimmed,
  enabled: fc.boolean(),
  flags: fc.record(Object.fromEntries(applicationFlags.map((flag) => [flag, fc.boolean()])), {
    requiredKeys: [],
  }),
  ticketTimeout: fc.option(number),
  fields: fc.array(field, { minLength: 1, maxLength: 4 }),
  administrators: accounts,
}
const properties = fc.oneof(
  fc.record(
    { ...common, type: fc.constantFrom('individual', 'group', 'config-store'), users: accounts },
    { requiredKeys: [] },
  ),
  fc.record(
    {
      ...common,
      type: fc.constant('host-group'),
      users: named.map((name) => [{ kind: 'user', name }]),
    },
    { requiredKeys: ['type', 'users'] },
  ),
)
const mapping = fc.record({
  application: named,
  windowsAccount: fc.oneof(
    plain,
    fc.tuple(plain, named).map((parts) => parts.join('\\')),
  ),
  externalUser: named,
})
const globalInfo = fc.record(
  {
    administrators: accounts,
    affiliateAdministrators: accounts,
    secretServer: named,
    numbers: fc.record(Object.fromEntries(globalNumbers.map((name) => [name, number])), { requiredKeys: [] }),
  },
  { requiredKeys: ['numbers'] },
)
const document = fc.record({
  globalInfo: fc.option(globalInfo),
  applications: fc.array(fc.record({ name: trimmed, properties }), { maxLength: 4 }),
  mappings: fc.array(mapping, { maxLength: 4 }),
})

/** What was read, without what writing leaves out. */
function withoutPlaces({ applications, globalInfo, mappings }: XmlDocument): unknown {
  const place = <T extends object>({ at, ...rest }: T & { at: unknown }): unknown => unplaced(rest)
  return {
    globalInfo: globalInfo && place(globalInfo),
    applications: applications.map(place),
    mappings: mappings.map(({ credential, ...rest }) => place(rest)),
  }
}

/** Accounts have places, and are groups where it is not said of one of a domain. */
function unplaced(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_key, at) => {
    if (at === null || typeof at !== 'object' || !Object.hasOwn(at, 'at')) return at
    const { at: _place, kind, ...rest } = at
    return { kind: kind ?? (rest.name.includes('\\') ? 'group' : 'not said'), ...rest }
  })
}

/** A flags element that says nothing is not told from one that is not there. */
function comparable(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, at) => (key === 'flags' && Object.keys(at).length === 0 ? undefined : at)),
  )
}

describe('writing', () => {
  it('makes what is read as the same, whatever the characters', async () => {
    await fc.assert(
      fc.asyncProperty(document, async (written) => {
        const read = await parseXml(Buffer.from(writeXml(written as WritableDocument)))
        expect(comparable(withoutPlaces(read))).toEqual(comparable(written))
      }),
      { numRuns: 300 },
    )
  })

  it('makes a file that is good to read', () => {
    const text = writeXml({
      applications: [
        {
          name: 'SAP "R/3"',
          properties: {
            type: 'individual',
            description: 'a < b',
            fields: [{ label: 'User Id', masked: false, synchronized: false }],
            users: [{ kind: 'user', name: 'D\\u' }],
            flags: { hostInitiatedSso: true },
          },
        },
      ],
      mappings: [{ application: 'SAP', windowsAccount: 'D\\u', externalUser: 'x' }],
    })
    expect(text).toBe(`<?xml version="1.0" encoding="utf-8"?>
<sso>
  <application name="SAP &quot;R/3&quot;">
    <description>a &lt; b</description>
    <appUserAccount kind="user">D\\u</appUserAccount>
    <field ordinal="0" label="User Id" masked="no" />
    <flags groupApp="no" configStoreApp="no" hostInitiatedSSO="yes" />
  </application>
  <mapping>
    <windowsDomain>D</windowsDomain>
    <windowsUserId>u</windowsUserId>
    <externalApplication>SAP</externalApplication>
    <externalUserId>x</externalUserId>
  </mapping>
</sso>
`)
  })

  it('shows where a character was that XML cannot hold', () => {
    const text = writeXml({ applications: [{ name: 'a', properties: { description: 'b\u0001\uD800c' } }] })
    expect(text).toContain('<description>b\uFFFD\uFFFDc</description>')
  })
})
