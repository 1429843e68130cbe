import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applicationFlags, type NewApplication } from '../../../electron/core/records/application.ts'
import type { SsoSystem } from '../../../electron/core/sso-system.ts'
import { openTestSystem, utf8 } from '../../support/test-system.ts'
import { textOf } from '../../support/text-of.ts'

/** Anything that a person can type or paste, and what is special to XML. */
const unit = fc.oneof(
  fc.constantFrom('a', 'Z', '-', '<', '>', '&', '"', "'", '“', ']]>', '&amp;', '<!--', 'é', '日本', '🔑'),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 2 }).filter((text) => !/[\p{C}\s]/u.test(text)),
)
const word = fc.string({ unit, minLength: 1, maxLength: 12 }).filter((text) => !/[\p{C}\s]/u.test(text))
const words = fc.array(word, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(' '))
const blank = fc.constantFrom('', ' ', '\n', '\r\n', '\t', '\u00A0')
const text = fc
  .tuple(blank, words, blank, fc.option(words, { nil: '' }), blank)
  .map((parts) => parts.join(''))

const accountUnit = fc.constantFrom('a', 'B', 'é', 'ß', '1', '-', "'", '&', '(', ')', 'ж', '日')
const accountName = fc
  .string({ unit: accountUnit, minLength: 1, maxLength: 10 })
  .map((name) => `CORP\\x${name}y`)
const accounts = (kind: 'user' | 'group') =>
  fc
    .uniqueArray(accountName, { maxLength: 3, selector: (name) => name.toLowerCase() })
    .map((names) => names.map((name) => ({ kind, name })))

const fields = fc
  .uniqueArray(words, { minLength: 1, maxLength: 4, selector: (label) => label.toLowerCase() })
  .chain((labels) =>
    fc
      .record({
        masked: fc.array(fc.boolean(), { minLength: labels.length, maxLength: labels.length }),
        synchronized: fc.option(fc.nat({ max: labels.length - 1 })),
      })
      .map(({ masked, synchronized }) =>
        labels.map((label, at) => ({
          label,
          masked: at > 0 && masked[at] === true,
          synchronized: synchronized === at,
        })),
      ),
  )

const flags = fc.record(Object.fromEntries(applicationFlags.map((flag) => [flag, fc.boolean()])))

/** Flags that a type has no use for are refused at creation. */
const meaningless = {
  individual: [],
  group: ['hostInitiatedSso'],
  'host-group': [],
  'config-store': ['ticketsAllowed', 'hostInitiatedSso', 'validatePassword', 'usersCannotCreateMappings'],
} as const

const application: fc.Arbitrary<NewApplication> = fc
  .record({
    name: word,
    type: fc.constantFrom('individual', 'group', 'host-group', 'config-store'),
    description: fc.option(text, { nil: '' }),
    contact: fc.option(text, { nil: '' }),
    flags,
    ticketTimeout: fc.option(fc.integer({ min: 1, max: 525_600 })),
    fields,
    administrators: accounts('group'),
    users: fc.tuple(accounts('user'), accounts('group')),
    hostUser: accountName,
  })
  .map(({ hostUser, users: [some, more], ...rest }) => {
    const { type } = rest
    const off = Object.fromEntries(meaningless[type].map((flag) => [flag, false]))
    return {
      ...rest,
      flags: { ...rest.flags, ...off },
      administrators: rest.flags.adminAccountSame ? [] : rest.administrators,
      users: type === 'host-group' ? [{ kind: 'user', name: hostUser }] : [...some, ...more],
    }
  })

const applications = fc.uniqueArray(application, {
  minLength: 1,
  maxLength: 6,
  selector: ({ name }) => name.toLowerCase(),
})

/** All that an administrator can see of the applications of a system. */
async function describeAll({ applications: service }: SsoSystem): Promise<unknown> {
  const heads = await service.list()
  const described = await Promise.all(heads.map(({ name }) => service.describe(name)))
  return described.map(({ createdAt, id, ...application }) => application)
}

describe('what is exported', () => {
  it('makes the same applications in a fresh system, of every type, with every flag and any text', async () => {
    await fc.assert(
      fc.asyncProperty(applications, async (wanted) => {
        const { system: first } = await openTestSystem()
        await first.globalInfo.update({ ticketsAllowed: true, validateTickets: false })
        for (const one of wanted) await first.applications.create(one)
        const { system: fresh } = await openTestSystem()
        const plan = await fresh.xml.apply(
          utf8(await textOf(first.xml.exportApplications())),
          'create-applications',
        )
        expect(plan.counts).toMatchObject({ created: wanted.length, refused: 0 })
        expect(await describeAll(fresh)).toEqual(await describeAll(first))
        expect(await textOf(fresh.xml.exportApplications())).toBe(
          await textOf(first.xml.exportApplications()),
        )
      }),
      { numRuns: 12 },
    )
  }, 120_000)

  it('makes the same mappings, whatever is in their names', async () => {
    const externalUsers = fc.uniqueArray(words, { minLength: 1, maxLength: 20 })
    await fc.assert(
      fc.asyncProperty(externalUsers, async (names) => {
        const { system: first } = await openTestSystem()
        const { system: fresh } = await openTestSystem()
        const application = {
          name: 'A',
          type: 'individual',
          fields: [{ label: 'u', masked: false, synchronized: false }],
        } as const
        const mappings = names.map((externalUser, at) => ({
          windowsAccount: `CORP\\user${at}`,
          externalUser,
        }))
        for (const { applications: service } of [first, fresh]) await service.create(application)
        await first.xml.apply(
          utf8(
            `<sso>${mappings.map(({ externalUser }, at) => `<mapping><windowsDomain>CORP</windowsDomain><windowsUserId>user${at}</windowsUserId><externalApplication>A</externalApplication><externalUserId>${asReferences(externalUser)}</externalUserId></mapping>`).join('')}</sso>`,
          ),
        )
        const plan = await fresh.xml.apply(
          utf8(await textOf(first.xml.exportMappings('A'))),
          'create-mappings',
        )
        expect(plan.counts).toMatchObject({ created: names.length, refused: 0 })
        expect(await textOf(fresh.xml.exportMappings('A'))).toBe(await textOf(first.xml.exportMappings('A')))
        const listed = await fresh.mappings.list({ application: 'A' })
        expect(listed.map(({ externalUser }) => externalUser).sort()).toEqual([...names].sort())
      }),
      { numRuns: 8 },
    )
  }, 120_000)
})

function asReferences(text: string): string {
  return [...text].map((one) => `&#${one.codePointAt(0)};`).join('')
}

describe('what a file cannot carry is refused when it is made:', () => {
  it.each<[string, Partial<NewApplication>]>([
    ['a control character in a description', { description: 'a\u0001b' }],
    ['half of a surrogate pair in a description', { description: '\uD83D' }],
    ['a character that is none in a contact', { contact: 'a\uFFFE' }],
  ])('%s', async (_name, overrides) => {
    const { system } = await openTestSystem()
    const fields = [{ label: 'u', masked: false, synchronized: false }]
    const made = system.applications.create({ name: 'A', type: 'individual', fields, ...overrides })
    await expect(made).rejects.toMatchObject({ code: 'ApplicationTextInvalid' })
    await system.applications.create({ name: 'A', type: 'individual', fields })
    await expect(system.applications.update('A', overrides)).rejects.toMatchObject({
      code: 'ApplicationTextInvalid',
    })
  })
})

describe('tickets before the system allows them', () => {
  const file = (flags: string): Uint8Array =>
    utf8(`<sso><application name="A"><field ordinal="0" label="u"/><flags ${flags}/></application></sso>`)

  it('are kept with a note, and issued once the system allows them', async () => {
    const { system } = await openTestSystem()
    const { items } = await system.xml.apply(
      file('allowTickets="yes" enableApp="yes"'),
      'create-applications',
    )
    expect(items).toMatchObject([{ outcome: 'created', notes: ['left-disabled', 'tickets-wait'] }])
    expect((await system.applications.describe('A')).flags.ticketsAllowed).toBe(true)
    await expect(system.tickets.issue()).rejects.toMatchObject({ code: 'TicketsNotAllowed' })
  })

  it('without validation are kept with a note', async () => {
    const { system } = await openTestSystem()
    const { items } = await system.xml.apply(file('validateTickets="no"'))
    expect(items).toMatchObject([{ outcome: 'created', notes: ['validation-stays'] }])
  })

  it('are kept with a note when an application is updated', async () => {
    const { system } = await openTestSystem()
    await system.xml.apply(file(''))
    const { items } = await system.xml.apply(file('allowTickets="yes"'), 'update-applications')
    expect(items).toMatchObject([{ outcome: 'changed', notes: ['tickets-wait'] }])
  })

  it('are without a note where the system allows them', async () => {
    const { system } = await openTestSystem()
    await system.globalInfo.update({ ticketsAllowed: true, validateTickets: false })
    const { items } = await system.xml.apply(file('allowTickets="yes" validateTickets="no"'))
    expect(items).toMatchObject([{ outcome: 'created', notes: [] }])
  })
})
