import { requireApplicationAdministrator, scopeOf } from '../access/application-access.ts'
import type { OsAccount } from '../access/os-account.ts'
import type { CredentialService } from '../credentials/credential.service.ts'
import type { Credentials } from '../credentials/credential.ts'
import { ownAccount } from '../credentials/look-up-decision.ts'
import type { SsoDatabase } from '../database/sso-database.ts'
import { instantOf, nearestInstant } from '../errors/instant.ts'
import { SsoError } from '../errors/sso-error.ts'
import { eventIds } from '../events/event.ts'
import type { EventRecorder } from '../events/event-recorder.ts'
import { type FurtherEvent, recordOperation } from '../events/operation-events.ts'
import type { Application } from '../records/application.ts'
import { requireApplication } from '../records/find-application.ts'
import type { SecretStore } from '../secret-store/secret-store.ts'
import { readTicketSettings } from './ticket.repository.ts'
import { openTicket, parseTicket, sealTicket, type Ticket } from './ticket.ts'
import {
  checkExpiry,
  checkSender,
  requireTicketsInApplication,
  requireTicketsInSystem,
  requireUserInApplication,
} from './ticket-checks.ts'
import { withTicketKeys } from './ticket-keys.ts'

export interface TicketDependencies {
  readonly database: SsoDatabase
  readonly store: SecretStore
  readonly credentials: CredentialService
  readonly events: EventRecorder
  readonly account: () => Promise<OsAccount>
  readonly server: string
  readonly now?: () => Date
}

/** A ticket that reached an application. */
export interface ReceivedTicket {
  readonly application: string
  readonly ticket: string
  /** The account that sent it, as the application knows it; needed where tickets are validated. */
  readonly sender?: string
}

interface ValidTicket {
  readonly ticket: Ticket
  readonly application: Application
  readonly user: OsAccount
  readonly isLate: boolean
}

const MINUTE_MS = 60_000

/** Tickets: a user issues one for itself, and an application turns it into the user's credentials there. */
export class TicketService {
  readonly #deps: TicketDependencies

  constructor(dependencies: TicketDependencies) {
    this.#deps = dependencies
  }

  /**
   * Issues a ticket for the caller.
   *
   * @returns its text, Base64.
   * @throws {@link SsoError} `SystemDisabled`, `TicketsNotAllowed`, and the codes of {@link withTicketKeys}
   */
  async issue(): Promise<string> {
    const { database, events, server, store } = this.#deps
    const account = await this.#deps.account()
    const operation = { operation: 'IssueTicket' }
    return recordOperation(events, account, operation, async () => {
      const settings = await readTicketSettings(database.tables)
      requireTicketsInSystem(settings)
      const issuedAt = this.#now()
      const ticket: Ticket = {
        account: account.name,
        groups: account.groups,
        issuer: server,
        issuedAt: instantOf(issuedAt),
        expiresAt: nearestInstant(new Date(issuedAt.getTime() + settings.timeout * MINUTE_MS)),
      }
      return withTicketKeys(store, (key) => sealTicket(ticket, settings.systemId, key))
    })
  }

  /**
   * Tells whose a ticket is, if an application may take it. Takes an administrator of the application.
   *
   * @throws {@link SsoError} `AccessDeniedNotApplicationAdministrator`, `ApplicationMissing`, `ApplicationDisabled`,
   * `ApplicationForbidsTickets`, `SystemDisabled`, `TicketsNotAllowed`, `TicketFormatInvalid`, `TicketUndecryptable`,
   * `TicketNeedsSender`, `TicketForeign`, `TicketExpired`, `TicketUserNotInApplication`, and the codes of
   * {@link withTicketKeys}
   */
  async validate(received: ReceivedTicket): Promise<Ticket> {
    const { ticket } = await this.#record('ValidateTicket', received, (account) =>
      this.#validate(account, received),
    )
    return ticket
  }

  /**
   * Turns a ticket into its user's credentials in the application. Takes an administrator of the application.
   *
   * @returns values that the caller wipes.
   * @throws {@link SsoError} the codes of {@link validate} and of {@link CredentialService.get}
   */
  async redeem(received: ReceivedTicket): Promise<Credentials> {
    const { credentials } = await this.#record('RedeemTicket', received, async (account) => {
      const valid = await this.#validate(account, received)
      const ref = { application: received.application, account: ownAccount(valid.application, valid.user) }
      return { ...valid, credentials: await this.#deps.credentials.get(ref) }
    })
    return credentials
  }

  async #record<T extends ValidTicket>(
    name: string,
    { application, sender }: ReceivedTicket,
    work: (account: OsAccount) => Promise<T>,
  ): Promise<T> {
    const account = await this.#deps.account()
    const operation = {
      operation: name,
      application,
      ...(sender !== undefined && { windowsAccount: sender }),
    }
    return recordOperation(this.#deps.events, account, operation, () => work(account), lateEvents)
  }

  async #validate(account: OsAccount, received: ReceivedTicket): Promise<ValidTicket> {
    const { tables } = this.#deps.database
    const application = await requireApplication(tables, received.application)
    await requireApplicationAdministrator(tables, account, scopeOf(application))
    const settings = await readTicketSettings(tables)
    requireTicketsInSystem(settings)
    requireTicketsInApplication(application)
    const ticket = await this.#open(received.ticket, settings.systemId)
    checkSender(settings, application, ticket, received.sender)
    const isLate = checkExpiry(application, ticket, this.#now())
    return { ticket, application, user: requireUserInApplication(application, ticket), isLate }
  }

  async #open(text: string, systemId: string): Promise<Ticket> {
    const box = parseTicket(text)
    if (box === null) throw SsoError.of('TicketFormatInvalid', {})
    const ticket = await withTicketKeys(
      this.#deps.store,
      (current, previous) =>
        openTicket(box, systemId, current) ?? (previous && openTicket(box, systemId, previous)),
    )
    if (ticket === null) throw SsoError.of('TicketUndecryptable', {})
    return ticket
  }

  #now(): Date {
    return this.#deps.now?.() ?? new Date()
  }
}

function lateEvents({ application, isLate, ticket }: ValidTicket): readonly FurtherEvent[] {
  if (!isLate) return []
  const data = { application: application.name, account: ticket.account, issuedAt: ticket.issuedAt }
  return [{ eventId: eventIds.ticketRedeemedLate, data }]
}
