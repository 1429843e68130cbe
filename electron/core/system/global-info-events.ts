import type { MasterSecretServerMove } from '../../../shared/global-info.ts'
import { showRoleAccount } from '../access/access.ts'
import { eventIds } from '../events/event.ts'
import type { FurtherEvent } from '../events/operation-events.ts'
import type { GlobalInfo } from '../records/global-info.ts'
import type { RoleAccount } from '../records/system.repository.ts'
import { isSameList } from './global-info-checks.ts'

const lists = {
  ssoAdministrators: eventIds.ssoAdministratorsChanged,
  ssoAffiliateAdministrators: eventIds.affiliateAdministratorsChanged,
} as const

const switches = {
  ticketsAllowed: { on: eventIds.ticketsAllowed, off: eventIds.ticketsForbidden },
  validateTickets: { on: eventIds.ticketValidationRequired, off: eventIds.ticketValidationLifted },
} as const

/** The changes that have an event of their own. */
export function describeChanges(before: GlobalInfo, after: GlobalInfo): readonly FurtherEvent[] {
  const changedLists = keysOf(lists)
    .filter((list) => !isSameList(before[list], after[list]))
    .map((list) => ({ eventId: lists[list], data: { before: show(before[list]), after: show(after[list]) } }))
  const switched = keysOf(switches)
    .filter((name) => before[name] !== after[name])
    .map((name) => ({ eventId: after[name] ? switches[name].on : switches[name].off, data: {} }))
  return [...changedLists, ...switched]
}

/** None, if it is the same server. */
export function describeMove({ after, before }: MasterSecretServerMove): readonly FurtherEvent[] {
  return before === after ? [] : [{ eventId: eventIds.masterSecretServerChanged, data: { before, after } }]
}

function keysOf<T extends object>(object: T): readonly (keyof T)[] {
  return Object.keys(object) as (keyof T)[]
}

function show(accounts: readonly RoleAccount[]): string {
  return accounts.map(showRoleAccount).join(', ')
}
