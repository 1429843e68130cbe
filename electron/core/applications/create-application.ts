import { requireAffiliateAdministrator } from '../access/application-access.ts'
import type { InformedCaller, LocalAccounts } from '../access/local-accounts.ts'
import type { Within } from '../database/within.ts'
import { instantNow } from '../errors/instant.ts'
import { SsoError } from '../errors/sso-error.ts'
import { findApplicationHead, insertApplication } from '../records/application.repository.ts'
import { type Application, defaultFlags, type NewApplication } from '../records/application.ts'
import { insertMappings } from '../records/mapping.repository.ts'
import {
  checkAdministrators,
  checkApplicationName,
  checkFields,
  checkFlags,
  checkTexts,
  checkUsers,
} from './application-checks.ts'
import { type BeyondSystem, checkTicketOptions } from './ticket-flags.ts'

/**
 * Creates an application, disabled. A configuration store gets its one mapping with it.
 *
 * @throws {@link SsoError} `AccessDeniedNotAffiliateAdministrator`, `AccessDeniedTicketFlags`, `ApplicationExists`,
 * `ApplicationCreatedEnabled`, and the codes of application-checks.ts and ticket-flags.ts
 */
export async function createApplication(
  within: Within,
  { account, local }: InformedCaller,
  requested: NewApplication,
  beyondSystem: BeyondSystem = 'refuse',
): Promise<Application> {
  await requireAffiliateAdministrator(within, account)
  const application = complete(requested)
  check(application, local)
  if (requested.enabled) throw SsoError.of('ApplicationCreatedEnabled', { application: requested.name })
  const existing = await findApplicationHead(within, application.name)
  if (existing !== null) throw SsoError.of('ApplicationExists', { application: existing.name })
  const options = { before: { flags: defaultFlags, ticketTimeout: null }, after: application }
  await checkTicketOptions(within, account, application.name, options, beyondSystem)
  const id = await insertApplication(within, application)
  if (application.type === 'config-store') await insertStoreMapping(within, id, application)
  return { id, ...application }
}

function complete(requested: NewApplication): Omit<Application, 'id'> {
  return {
    name: requested.name,
    type: requested.type,
    description: (requested.description ?? '').trim(),
    contact: (requested.contact ?? '').trim(),
    enabled: false,
    flags: { ...defaultFlags, ...requested.flags },
    ticketTimeout: requested.ticketTimeout ?? null,
    createdAt: instantNow(),
    fields: requested.fields.map((field) => ({ ...field, label: field.label.trim() })),
    administrators: requested.administrators ?? [],
    users: requested.users ?? [],
  }
}

function check(application: Omit<Application, 'id'>, local: LocalAccounts): void {
  const context = { local, before: [] }
  checkApplicationName(application.name)
  checkTexts(application)
  checkFields(application.name, application.fields)
  checkFlags(application)
  checkAdministrators(application.flags.adminAccountSame, application.administrators, context)
  checkUsers(application, application.users, context)
}

/** Its credential holds the store's values. */
function insertStoreMapping(
  within: Within,
  id: number,
  { createdAt, name, type }: Omit<Application, 'id'>,
): Promise<void> {
  const mapping = { windowsAccount: '', externalUser: name }
  return insertMappings(within, { id, type }, [mapping], { enabled: true, createdAt })
}
