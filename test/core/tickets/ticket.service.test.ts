import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { OsAccount } from '../../../electron/core/access/os-account.ts'
import { EventRecorder } from '../../../electron/core/events/event-recorder.ts'
import { SecretOperationsLog } from '../../../electron/core/events/secret-operations-log.ts'
import { nodeFileSystem } from '../../../electron/core/files/node-file-system.ts'
import { keyFileProtector } from '../../../electron/core/key-protectors/key-file-protector.ts'
import { SecretStore } from '../../../electron/core/secret-store/secret-store.ts'
import type { SsoSystem } from '../../../electron/core/sso-system.ts'
import { TicketService } from '../../../electron/core/tickets/ticket.service.ts'
import { passwordField, userIdField } from '../../support/application-services.ts'
import {
  type CredentialSystem,
  colleague,
  openCredentialSystem,
  people,
  setPassword,
  ursula,
  utf8,
} from '../../support/credential-system.ts'
import { openDatabaseFile } from '../../support/open-database-file.ts'
import { administrator, aGenerateRequest, openTestSystem } from '../../support/test-system.ts'

interface TicketSystem extends CredentialSystem {
  readonly user: SsoSystem
  /** The ticket service as somebody has it at some minute. */
  at(minute: number, account?: OsAccount): Promise<TicketService>
}

/** Tickets are allowed and validated; Ursula has credentials in Payroll. */
async function openTicketSystem(): Promise<TicketSystem> {
  const opened = await openCredentialSystem()
  const { as, directory, system } = opened
  await system.globalInfo.update({ ticketsAllowed: true })
  await system.applications.update('Payroll', { flags: { ticketsAllowed: true } })
  await setPassword(system, 'sesame')
  const database = await openDatabaseFile(directory.database)
  onTestFinished(() => database.close())
  const at = async (minute: number, account = administrator): Promise<TicketService> =>
    new TicketService({
      database,
      store: new SecretStore(directory, nodeFileSystem, [
        keyFileProtector(directory.keyFile, nodeFileSystem),
      ]),
      credentials: (await as(account)).credentials,
      events: new EventRecorder(database, new SecretOperationsLog(directory.events), 'sso01'),
      account: async () => account,
      server: 'sso01',
      now: () => new Date(Date.UTC(2026, 0, 1, 12, 0) + minute * 60_000),
    })
  return { ...opened, user: await as(people.applicationUser), at }
}

describe('a ticket', () => {
  it("becomes its user's credentials in the hands of an Application Administrator", async () => {
    const { as, user } = await openTicketSystem()
    const ticket = await user.tickets.issue()
    expect(ticket).toMatch(/^[A-Za-z0-9+/]+=*$/)
    expect(Buffer.from(ticket, 'base64').includes('ursula')).toBe(false)
    const application = await as(people.applicationAdministrator)
    expect(await application.tickets.redeem({ application: 'Payroll', ticket, sender: ursula })).toEqual({
      externalUser: 'ursula-ext',
      values: [utf8('sesame')],
    })
    expect(
      await application.tickets.validate({ application: 'Payroll', ticket, sender: ursula }),
    ).toMatchObject({ account: ursula, issuer: 'sso01' })
  })

  it('is not redeemed by an Application User', async () => {
    const { user } = await openTicketSystem()
    const ticket = await user.tickets.issue()
    await expect(
      user.tickets.redeem({ application: 'Payroll', ticket, sender: ursula }),
    ).rejects.toMatchObject({ code: 'AccessDeniedNotApplicationAdministrator' })
  })

  it('goes, in a group application, by the groups its user was in', async () => {
    const { createApplication, system, user } = await openTicketSystem()
    await createApplication({
      name: 'Shared',
      type: 'group',
      flags: { ticketsAllowed: true },
      fields: [userIdField, passwordField],
    })
    await system.credentials.set({
      application: 'Shared',
      account: 'CORP\\HR Users',
      externalUser: 'hr',
      values: [utf8('shared')],
    })
    const ticket = await user.tickets.issue()
    const redeemed = await system.tickets.redeem({ application: 'Shared', ticket, sender: ursula })
    expect(redeemed.externalUser).toBe('hr')
  })

  it.each([
    ['not Base64', '!!'],
    ['nothing', ''],
    ['too short', Buffer.from([1, 2, 3]).toString('base64')],
    ['of another version', Buffer.alloc(100, 9).toString('base64')],
  ])('is refused as none when it is %s', async (_what, ticket) => {
    const { system } = await openTicketSystem()
    await expect(
      system.tickets.redeem({ application: 'Payroll', ticket, sender: ursula }),
    ).rejects.toMatchObject({ code: 'TicketFormatInvalid' })
  })

  it('is refused when any of its bytes was changed', async () => {
    const { system, user } = await openTicketSystem()
    const bytes = Buffer.from(await user.tickets.issue(), 'base64')
    for (const at of [1, 25, 60, bytes.length - 1]) {
      const changed = Buffer.from(bytes)
      changed[at] = (changed[at] ?? 0) ^ 1
      const ticket = changed.toString('base64')
      await expect(
        system.tickets.redeem({ application: 'Payroll', ticket, sender: ursula }),
      ).rejects.toMatchObject({ code: 'TicketUndecryptable' })
    }
  })

  it('of another system is refused', async () => {
    const { system } = await openTicketSystem()
    const other = await openTicketSystem()
    const ticket = await other.user.tickets.issue()
    await expect(
      system.tickets.redeem({ application: 'Payroll', ticket, sender: ursula }),
    ).rejects.toMatchObject({ code: 'TicketUndecryptable' })
  })

  it('outlives one new master secret, not two', async () => {
    const { folder, system, user } = await openTicketSystem()
    const ticket = await user.tickets.issue()
    const redeem = () => system.tickets.validate({ application: 'Payroll', ticket, sender: ursula })
    await system.masterSecret.generate(aGenerateRequest(join(folder, 'second.bak')))
    expect((await redeem()).account).toBe(ursula)
    await system.reencryption.whenIdle()
    await system.masterSecret.generate(aGenerateRequest(join(folder, 'third.bak')))
    await expect(redeem()).rejects.toMatchObject({ code: 'TicketUndecryptable' })
  })

  it('is refused when somebody else sent it, or nobody is named where tickets are validated', async () => {
    const { system, user } = await openTicketSystem()
    const ticket = await user.tickets.issue()
    const redeem = (sender?: string) =>
      system.tickets.redeem({ application: 'Payroll', ticket, ...(sender !== undefined && { sender }) })
    await expect(redeem(colleague.name)).rejects.toMatchObject({ code: 'TicketForeign' })
    await expect(redeem()).rejects.toMatchObject({ code: 'TicketNeedsSender' })
    await system.globalInfo.update({ validateTickets: false })
    await expect(redeem()).rejects.toMatchObject({ code: 'TicketNeedsSender' })
    await system.applications.update('Payroll', { flags: { validateTickets: false } })
    expect((await redeem()).externalUser).toBe('ursula-ext')
    await system.globalInfo.update({ validateTickets: true })
    await expect(redeem()).rejects.toMatchObject({ code: 'TicketNeedsSender' })
  })

  it("expires with the system's time-out, or with the application's", async () => {
    const { at, system, user } = await openTicketSystem()
    const ticket = await (await at(0, people.applicationUser)).issue()
    const received = { application: 'Payroll', ticket, sender: ursula }
    expect((await (await at(1.99)).redeem(received)).externalUser).toBe('ursula-ext')
    await expect((await at(2)).redeem(received)).rejects.toMatchObject({ code: 'TicketExpired' })
    await system.applications.update('Payroll', { ticketTimeout: 10 })
    expect((await (await at(9.99)).validate(received)).account).toBe(ursula)
    await expect((await at(10)).validate(received)).rejects.toMatchObject({ code: 'TicketExpired' })
    await system.applications.update('Payroll', { ticketTimeout: 1 })
    await expect((await at(1)).validate(received)).rejects.toMatchObject({ code: 'TicketExpired' })
    expect(user).toBeDefined()
  })

  it('is taken late, with an event, by an application that does not time tickets out', async () => {
    const { at, system, directory } = await openTicketSystem()
    const ticket = await (await at(0, people.applicationUser)).issue()
    await system.applications.update('Payroll', { flags: { timeoutTickets: false } })
    await (await at(500)).redeem({ application: 'Payroll', ticket, sender: ursula })
    const database = await openDatabaseFile(directory.database)
    onTestFinished(() => database.close())
    const late = await database.tables
      .selectFrom('event')
      .select('data')
      .where('event_id', '=', 10585)
      .execute()
    expect(late.map(({ data }) => JSON.parse(data))).toMatchObject([
      { application: 'Payroll', account: ursula },
    ])
  })

  it('is refused when its user is none of the application', async () => {
    const { as, system } = await openTicketSystem()
    const ticket = await (await as(people.erin)).tickets.issue()
    await expect(
      system.tickets.redeem({ application: 'Payroll', ticket, sender: people.erin.name }),
    ).rejects.toMatchObject({ code: 'TicketUserNotInApplication' })
  })
})

describe('the switches', () => {
  it('of the system gate issuing and redeeming', async () => {
    const { system, user } = await openTicketSystem()
    const ticket = await user.tickets.issue()
    const received = { application: 'Payroll', ticket, sender: ursula }
    await system.globalInfo.update({ ticketsAllowed: false })
    await expect(user.tickets.issue()).rejects.toMatchObject({ code: 'TicketsNotAllowed' })
    await expect(system.tickets.redeem(received)).rejects.toMatchObject({ code: 'TicketsNotAllowed' })
    await system.globalInfo.update({ ticketsAllowed: true })
    await system.globalInfo.disable()
    await expect(user.tickets.issue()).rejects.toMatchObject({ code: 'SystemDisabled' })
    await expect(system.tickets.redeem(received)).rejects.toMatchObject({ code: 'SystemDisabled' })
  })

  it('of the application gate redeeming', async () => {
    const { system, user } = await openTicketSystem()
    const received = { application: 'Payroll', ticket: await user.tickets.issue(), sender: ursula }
    await system.applications.update('Payroll', { flags: { ticketsAllowed: false } })
    await expect(system.tickets.redeem(received)).rejects.toMatchObject({ code: 'ApplicationForbidsTickets' })
    await system.applications.disable('Payroll')
    await expect(system.tickets.redeem(received)).rejects.toMatchObject({ code: 'ApplicationDisabled' })
  })
})

it('cannot be issued before there is a master secret', async () => {
  const { system } = await openTestSystem()
  await system.globalInfo.update({ ticketsAllowed: true })
  await expect(system.tickets.issue()).rejects.toMatchObject({ code: 'SecretUnavailable' })
})
