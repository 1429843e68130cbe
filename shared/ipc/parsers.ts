import { z } from 'zod'
import { PASSWORD_MAX_BYTES, REMINDER_MAX_CHARACTERS } from '../limits.ts'

/** A request that says nothing. */
export const nothing = z.strictObject({})

/**
 * A password in UTF-8, so that the bytes can be wiped. Room above the limit, so that the service, not the parser, names
 * the field that is too long.
 */
export const password = z.instanceof(Uint8Array).refine((bytes) => bytes.byteLength <= PASSWORD_MAX_BYTES * 4)

/** How many credentials may be lost, as a person has confirmed; those that were shown. */
export const mayLose = z.number().int().min(0).optional()

/** As `FileChoice` or `OpenedBackup` names it; `null` when no file was chosen. */
export const fileOrNone = z.uuid().nullable()

/** What making a backup takes; passwords in UTF-8, so that the bytes can be wiped. */
export const newBackup = z.strictObject({
  file: fileOrNone,
  password,
  confirmation: password,
  reminder: z.string().max(REMINDER_MAX_CHARACTERS * 8),
})

/** The name of a replaced secret store; the service knows which there are. */
export const storeName = z.string().max(100)

/** Room above what a name may have, so that the service, not the parser, says what is wrong with it. */
const name = z.string().max(1000)

/** A file that was chosen. */
export const chosenFile = z.strictObject({ file: z.uuid() })

export const server = z.strictObject({ name })

const accounts = z
  .array(z.strictObject({ kind: z.enum(['user', 'group']), name }))
  .max(1000)
  .readonly()

/** What is to change of the system's properties, and to what. */
export const propertyChanges = z.strictObject({
  ticketTimeout: z.number().exactOptional(),
  credentialCacheTimeout: z.number().exactOptional(),
  ticketsAllowed: z.boolean().exactOptional(),
  validateTickets: z.boolean().exactOptional(),
  hostInitiatedSso: z.boolean().exactOptional(),
  auditDeletedApplications: z.number().exactOptional(),
  auditDeletedMappings: z.number().exactOptional(),
  auditCredentialLookUps: z.number().exactOptional(),
  ssoAdministrators: accounts.exactOptional(),
  ssoAffiliateAdministrators: accounts.exactOptional(),
})
