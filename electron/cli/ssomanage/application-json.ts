import type { ApplicationType } from '../../core/database/schema.ts'
import type { ApplicationFlag } from '../../core/records/application.ts'
import type { Zod } from '../verb/verb.ts'
import { applicationTypes } from '../verb-parts/application-types.ts'
import { accountsJson } from './role-accounts.ts'

/** The flags of an application in words, in the order they are shown. */
export const flagWords: Readonly<Record<ApplicationFlag, string>> = {
  allowLocalAccounts: 'Allow local accounts',
  adminAccountSame: 'SSO Affiliate Administrators administer it',
  windowsInitiatedSso: 'Windows-initiated SSO',
  hostInitiatedSso: 'Host-initiated SSO',
  ticketsAllowed: 'Tickets allowed',
  validateTickets: 'Validate tickets',
  timeoutTickets: 'Tickets time out',
  validatePassword: 'Verify external credentials',
  disableCredentialCache: 'Disable credential cache',
  usersCannotCreateMappings: 'Users cannot create mappings',
}

/** The shape of an application's own properties in `--json`. */
export function headJson(zod: Zod) {
  const flag = zod.boolean()
  return {
    id: zod.number(),
    name: zod.string(),
    type: zod.enum(Object.keys(applicationTypes) as ApplicationType[]),
    description: zod.string(),
    contact: zod.string(),
    enabled: zod.boolean(),
    flags: zod.strictObject({
      ticketsAllowed: flag,
      validateTickets: flag,
      timeoutTickets: flag,
      allowLocalAccounts: flag,
      adminAccountSame: flag,
      hostInitiatedSso: flag,
      windowsInitiatedSso: flag,
      validatePassword: flag,
      disableCredentialCache: flag,
      usersCannotCreateMappings: flag,
    }),
    ticketTimeout: zod.number().nullable(),
    createdAt: zod.string(),
  }
}

/** The shape of an application with all that belongs to it in `--json`. */
export function applicationJson(zod: Zod) {
  return zod.strictObject({
    ...headJson(zod),
    fields: zod.array(
      zod.strictObject({ label: zod.string(), masked: zod.boolean(), synchronized: zod.boolean() }),
    ),
    administrators: accountsJson(zod),
    users: accountsJson(zod),
    mappings: zod.number(),
  })
}
