import type { ErrorEntries, Text } from './error-entry.ts'

/** Tickets. */
export const ticketErrors = {
  ApplicationForbidsTickets: {
    event: 10540,
    exit: 'failed',
    text: (d: { application: string }): Text => [
      `The application ${d.application} does not take tickets.`,
      'Ask an SSO Administrator to allow tickets in it.',
    ],
  },
  SystemForbidsTickets: {
    event: 10539,
    exit: 'failed',
    text: (d: { application: string }): Text => [
      `Tickets cannot be allowed in ${d.application}: the SSO system does not allow them.`,
      'Allow tickets in the properties of the SSO system first.',
    ],
  },
  SystemRequiresTicketValidation: {
    event: 10541,
    exit: 'failed',
    text: (d: { application: string }): Text => [
      `${d.application} cannot do without validating tickets: the SSO system requires it.`,
      'Leave it on, or turn it off in the properties of the SSO system first.',
    ],
  },
  TicketExpired: {
    event: 10544,
    exit: 'failed',
    text: (d: { expiredAt: string }): Text => [
      `The ticket expired at ${d.expiredAt}.`,
      'Issue a new ticket; if it expired too soon, check the clocks of the computers and the ticket time-out.',
    ],
  },
  TicketForeign: {
    event: 10594,
    exit: 'failed',
    text: (d: { application: string; sender: string }): Text => [
      `The ticket sent to ${d.application} was not issued for ${d.sender}.`,
      'Redeem a ticket for the account that issued it only.',
    ],
  },
  TicketFormatInvalid: {
    event: 10593,
    exit: 'failed',
    text: (): Text => ['This is not a ticket.', 'Pass on the ticket as it was issued.'],
  },
  TicketNeedsSender: {
    event: 10543,
    exit: 'failed',
    text: (d: { application: string }): Text => [
      `Tickets must be validated in ${d.application}, but it was not said who sent this one.`,
      'Name the account that sent the ticket.',
    ],
  },
  TicketTimeoutInvalid: {
    event: 10614,
    exit: 'failed',
    text: (d: { max: number; min: number; minutes: number }): Text => [
      `The ticket time-out cannot be ${d.minutes} minutes; it is a whole number from ${d.min} to ${d.max}.`,
      'Use a time-out in that range.',
    ],
  },
  TicketUndecryptable: {
    event: 10592,
    exit: 'failed',
    text: (): Text => [
      'The ticket cannot be opened: it was changed, or issued by another SSO system, or before the master secret changed.',
      'Issue a new ticket.',
    ],
  },
  TicketUserNotInApplication: {
    event: 10596,
    exit: 'failed',
    text: (d: { account: string; application: string }): Text => [
      `${d.account}, for whom the ticket was issued, is not an Application User of ${d.application}.`,
      'Ask an administrator of the application to add the account.',
    ],
  },
  TicketsNotAllowed: {
    event: 10539,
    exit: 'failed',
    text: (): Text => ['The SSO system does not allow tickets.', 'Ask an SSO Administrator to allow them.'],
  },
} as const satisfies ErrorEntries
