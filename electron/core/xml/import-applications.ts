import { showRoleAccount } from '../access/access.ts'
import type { InformedCaller, LocalAccounts } from '../access/local-accounts.ts'
import { createApplication } from '../applications/create-application.ts'
import { optionsBeyondSystem } from '../applications/ticket-flags.ts'
import { type ApplicationUpdate, updateApplication } from '../applications/update-application.ts'
import type { Within } from '../database/within.ts'
import { findApplicationHead } from '../records/application.repository.ts'
import {
  type Application,
  type ApplicationChanges,
  type ApplicationFlags,
  applicationFlags,
  type NewApplication,
} from '../records/application.ts'
import { flagAttributes } from './application-element.ts'
import {
  asRefusal,
  changesOf,
  comparedItem,
  createdItem,
  type ImportItem,
  type ImportNote,
  refusedItem,
} from './import-plan.ts'
import type { ImportPurpose } from './import-purpose.ts'
import { placeOf, resolveAccounts } from './resolve-accounts.ts'
import type { XmlApplication } from './xml-model.ts'

/** What an application of a file came to; `update` where there was one. */
export interface ImportedApplication {
  readonly item: ImportItem
  readonly update: ApplicationUpdate | null
}

/**
 * Creates an application, or changes the one of that name, under the rules of either; only one of
 * the two if that is the purpose.
 */
export async function importApplication(
  within: Within,
  caller: InformedCaller,
  { at, name, properties: written }: XmlApplication,
  purpose: ImportPurpose,
): Promise<ImportedApplication> {
  const subject = { kind: 'application', name, at } as const
  const properties = resolve(written, caller.local)
  try {
    if (await isToBeCreated(within, name, purpose)) {
      const created = await createApplication(within, caller, toNew(name, properties), 'keep')
      const left = properties.enabled ? (['left-disabled'] as const) : []
      const waiting = await waitingOptions(within, properties.flags, created)
      return { item: createdItem(subject, [...left, ...waiting]), update: null }
    }
    const update = await updateApplication(within, caller, name, { name, ...properties }, 'keep')
    const changes = changesOf(show(update.before), show(update.after))
    const waiting = await waitingOptions(within, properties.flags, update.after)
    return { item: comparedItem(subject, changes, waiting), update }
  } catch (error) {
    const refusal = asRefusal(error)
    const { administrators, users } = written
    const place = placeOf(refusal, {
      ApplicationAdministratorInvalid: administrators,
      ApplicationUserInvalid: users,
    })
    return { item: refusedItem({ ...subject, at: place ?? at }, refusal), update: null }
  }
}

type Properties = Omit<ApplicationChanges, 'name'>

function resolve(
  { administrators, users, ...others }: XmlApplication['properties'],
  local: LocalAccounts,
): Properties {
  return {
    ...others,
    ...(administrators && { administrators: resolveAccounts(administrators, local) }),
    ...(users && { users: resolveAccounts(users, local) }),
  }
}

/** Notes on the ticket options that a file asks for and the system's switches keep from taking effect. */
async function waitingOptions(
  within: Within,
  asked: Partial<ApplicationFlags> | undefined,
  { flags }: Application,
): Promise<readonly ImportNote[]> {
  if (asked?.ticketsAllowed !== true && asked?.validateTickets !== false) return []
  const { forbidden, validated } = await optionsBeyondSystem(within, flags)
  return [
    ...(forbidden && asked.ticketsAllowed ? (['tickets-wait'] as const) : []),
    ...(validated && asked.validateTickets === false ? (['validation-stays'] as const) : []),
  ]
}

async function isToBeCreated(within: Within, name: string, purpose: ImportPurpose): Promise<boolean> {
  if (purpose === 'create-applications') return true
  return purpose !== 'update-applications' && (await findApplicationHead(within, name)) === null
}

/** A host group is of use to host-initiated SSO only, which the samples take for granted. */
const hostGroupFlags = { hostInitiatedSso: true, windowsInitiatedSso: false } as const

function toNew(name: string, properties: Properties): NewApplication {
  const { type = 'individual' } = properties
  const flags = { ...(type === 'host-group' ? hostGroupFlags : {}), ...properties.flags }
  return { fields: [], ...properties, name, type, flags, enabled: false }
}

/** The properties that can change, as the format names them. */
function show(application: Application): Readonly<Record<string, string>> {
  const { administrators, contact, description, enabled, flags, ticketTimeout, type, users } = application
  const shownFlags = applicationFlags.map((flag) => [flagAttributes[flag], yesNo(flags[flag])])
  return {
    description,
    contact,
    [type === 'host-group' ? 'windowsAccount' : 'appUserAccount']: users.map(showRoleAccount).join(', '),
    appAdminAccount: administrators.map(showRoleAccount).join(', '),
    ...Object.fromEntries(shownFlags),
    appTicketTimeOut: ticketTimeout?.toString() ?? '',
    enableApp: yesNo(enabled),
  }
}

function yesNo(value: boolean): string {
  return value ? 'yes' : 'no'
}
