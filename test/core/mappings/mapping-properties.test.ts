import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { OsAccount } from '../../../electron/core/access/os-account.ts'
import { SsoError } from '../../../electron/core/errors/sso-error.ts'
import type { ErrorCode } from '../../../shared/errors.ts'
import {
  type ApplicationServices,
  anApplication,
  openApplicationServices,
  people,
} from '../../support/application-services.ts'
import {
  type Caller,
  type Change,
  changeMapping,
  createMapping,
  MEMBER,
  Model,
  type Type,
  usersOf,
} from './mapping-model.ts'

const callers: Record<Caller, OsAccount> = {
  administrator: people.ssoAdministrator,
  member: { name: MEMBER, groups: [], isLocalAdministrator: false },
  stranger: people.erin,
}

async function codeOf(work: Promise<unknown>): Promise<ErrorCode | null> {
  return work.then(
    () => null,
    (error) => {
      if (error instanceof SsoError) return error.code
      throw error
    },
  )
}

/** What both sides are compared by. */
async function stateOf({ as }: ApplicationServices): Promise<unknown> {
  const { applications, mappings } = as(people.ssoAdministrator)
  const listed = await applications.list()
  return Promise.all(
    listed.map(async ({ enabled, name, type }) => ({
      name,
      type,
      enabled,
      mappings: (await mappings.list({ application: name }))
        .map((one) => [one.windowsAccount.toLowerCase(), one.externalUser, one.enabled].join(' '))
        .sort(),
    })),
  )
}

function stateOfModel({ applications }: Model): unknown {
  return applications
    .toSorted((one, other) => (one.name.toLowerCase() < other.name.toLowerCase() ? -1 : 1))
    .map(({ enabled, mappings, name, type }) => ({
      name,
      type,
      enabled,
      mappings: mappings.map((one) => [one.windowsAccount, one.externalUser, one.enabled].join(' ')).sort(),
    }))
}

type Command = fc.AsyncCommand<Model, ApplicationServices>

/** A command that must come to the same code on both sides, and leave both in the same state. */
function command(
  title: string,
  caller: Caller,
  onModel: (model: Model) => ErrorCode | null,
  onServices: (services: ReturnType<ApplicationServices['as']>) => Promise<unknown>,
): Command {
  return {
    check: () => true,
    run: async (model, services) => {
      const expected = onModel(model)
      expect(await codeOf(onServices(services.as(callers[caller])))).toBe(expected)
      expect(await stateOf(services)).toEqual(stateOfModel(model))
    },
    toString: () => `${caller} ${title}`,
  }
}

const name = fc.constantFrom('Payroll', 'PAYROLL', 'Mail')
const type = fc.constantFrom<Type>('individual', 'group', 'host-group')
const caller = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Caller>('administrator') },
  { weight: 2, arbitrary: fc.constant<Caller>('member') },
  { weight: 1, arbitrary: fc.constant<Caller>('stranger') },
)
const windowsAccount = fc.constantFrom(MEMBER, 'corp\\MEMBER', 'CORP\\A', 'corp\\a', 'CORP\\x')
const externalUser = fc.constantFrom('x', 'X', 'y')

const createApplication = fc.tuple(name, type, fc.boolean()).map(([application, kind, restricted]) =>
  command(
    `create application ${application} ${kind} ${restricted ? 'restricted' : ''}`,
    'administrator',
    (model) => {
      if (model.find(application) !== undefined) return 'ApplicationExists'
      const flags = { usersCannotCreateMappings: restricted }
      model.applications.push({ name: application, type: kind, ...flags, enabled: false, mappings: [] })
      return null
    },
    ({ applications }) =>
      applications.create(
        anApplication({
          name: application,
          type: kind,
          users: usersOf[kind],
          flags: { usersCannotCreateMappings: restricted },
        }),
      ),
  ),
)

const switchApplication = fc.tuple(name, fc.boolean()).map(([application, enabled]) =>
  command(
    `${enabled ? 'enable' : 'disable'} application ${application}`,
    'administrator',
    (model) => {
      const found = model.find(application)
      if (found === undefined) return 'ApplicationMissing'
      found.enabled = enabled
      return null
    },
    ({ applications }) => (enabled ? applications.enable(application) : applications.disable(application)),
  ),
)

const deleteApplication = name.map((application) =>
  command(
    `delete application ${application}`,
    'administrator',
    (model) => {
      const found = model.find(application)
      if (found === undefined) return 'ApplicationMissing'
      if (found.enabled) return 'ApplicationMustBeDisabled'
      model.applications = model.applications.filter((one) => one !== found)
      return null
    },
    ({ applications }) => applications.delete(application),
  ),
)

const createOne = fc
  .tuple(caller, name, windowsAccount, externalUser)
  .map(([who, application, account, external]) =>
    command(
      `map ${account} to ${external} in ${application}`,
      who,
      (model) => createMapping(model.find(application), who, account, external),
      ({ mappings }) => mappings.create(application, [{ windowsAccount: account, externalUser: external }]),
    ),
  )

const changeOne = fc
  .tuple(
    caller,
    name,
    fc.oneof(windowsAccount, externalUser),
    fc.constantFrom<Change>('enable', 'disable', 'delete'),
  )
  .map(([who, application, account, change]) =>
    command(
      `${change} mapping of ${account} in ${application}`,
      who,
      (model) => changeMapping(model.find(application), who, account, change),
      ({ mappings }) => mappings[change](application, [{ account }]),
    ),
  )

const often = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T>[] => new Array(6).fill(arbitrary)

it('applications and mappings do what a plain model of their rules does', async () => {
  const services = await openApplicationServices()
  const commands = fc.commands(
    [createApplication, switchApplication, deleteApplication, ...often(createOne), ...often(changeOne)],
    { maxCommands: 80, size: 'max' },
  )
  await fc.assert(
    fc.asyncProperty(createApplication, createApplication, commands, async (first, second, some) => {
      await services.database.tables.deleteFrom('application').execute()
      await fc.asyncModelRun(() => ({ model: new Model(), real: services }), [first, second, ...some])
    }),
    { numRuns: 60 },
  )
}, 120_000)
