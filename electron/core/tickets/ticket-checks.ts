import { holdsRole } from '../access/access.ts'
import type { OsAccount } from '../access/os-account.ts'
import { isSameAccount } from '../accounts/account-name.ts'
import { nearestInstant } from '../errors/instant.ts'
import { SsoError } from '../errors/sso-error.ts'
import type { Application } from '../records/application.ts'
import type { TicketSettings } from './ticket.repository.ts'
import type { Ticket } from './ticket.ts'

/** @throws {@link SsoError} `SystemDisabled`, `TicketsNotAllowed` */
export function requireTicketsInSystem({ allowed, enabled }: TicketSettings): void {
  if (!enabled) throw SsoError.of('SystemDisabled', {})
  if (!allowed) throw SsoError.of('TicketsNotAllowed', {})
}

/** @throws {@link SsoError} `ApplicationDisabled`, `ApplicationForbidsTickets` */
export function requireTicketsInApplication({ enabled, flags, name }: Application): void {
  if (!enabled) throw SsoError.of('ApplicationDisabled', { application: name })
  if (!flags.ticketsAllowed) throw SsoError.of('ApplicationForbidsTickets', { application: name })
}

/**
 * Makes sure that whoever sent the ticket is who it was issued to. A system that validates makes every application do
 * so; where neither does, a sender that is named is checked all the same.
 *
 * @throws {@link SsoError} `TicketNeedsSender`, `TicketForeign`
 */
export function checkSender(
  settings: TicketSettings,
  { flags, name }: Application,
  ticket: Ticket,
  sender: string | undefined,
): void {
  if (sender === undefined) {
    if (!settings.mustValidate && !flags.validateTickets) return
    throw SsoError.of('TicketNeedsSender', { application: name })
  }
  if (!isSameAccount(sender, ticket.account))
    throw SsoError.of('TicketForeign', { application: name, sender })
}

const MINUTE_MS = 60_000

/**
 * Whether the ticket's time is over, by the application's time-out if it has one.
 *
 * @throws {@link SsoError} `TicketExpired`, unless the application takes expired tickets
 */
export function checkExpiry({ flags, ticketTimeout }: Application, ticket: Ticket, now: Date): boolean {
  const expiresAt =
    ticketTimeout === null
      ? ticket.expiresAt
      : nearestInstant(new Date(Date.parse(ticket.issuedAt) + ticketTimeout * MINUTE_MS))
  if (now.getTime() < Date.parse(expiresAt)) return false
  if (flags.timeoutTickets) throw SsoError.of('TicketExpired', { expiredAt: expiresAt })
  return true
}

/**
 * @returns the ticket's account, as the operating system knew it when it was issued.
 * @throws {@link SsoError} `TicketUserNotInApplication`
 */
export function requireUserInApplication(
  { name, users }: Application,
  { account, groups }: Ticket,
): OsAccount {
  const user: OsAccount = { name: account, groups, isLocalAdministrator: false }
  if (holdsRole(user, users)) return user
  throw SsoError.of('TicketUserNotInApplication', { account, application: name })
}
