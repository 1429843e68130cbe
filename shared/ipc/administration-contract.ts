import { z } from 'zod'
import type { AuditLevels, GlobalInfo, MasterSecretServerMove } from '../global-info.ts'
import type {
  KeyProtectionOverview,
  KeyProtectorChange,
  KeyRecovery,
  SavedRecoveryKey,
} from '../key-protection.ts'
import type { ServerOverview } from '../servers.ts'
import type { FileChoice } from './file-choice.ts'
import { nothing } from './parsers.ts'

/** Room above what a name may have, so that the service, not the parser, says what is wrong with it. */
const name = z.string().max(1000)

const server = z.strictObject({ name })
const file = z.strictObject({ file: z.uuid() })
const accounts = z
  .array(z.strictObject({ kind: z.enum(['user', 'group']), name }))
  .max(1000)
  .readonly()

/** What is to change, and to what. */
const changes = z.strictObject({
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

/** The parsers of servers, properties and the key protector. */
export const administrationRequests = {
  'servers.list': nothing,
  'servers.join': server,
  'servers.leave': server,
  'globalInfo.read': nothing,
  'globalInfo.auditLevels': nothing,
  /** `auditLevels` is `null` if they stay as they are. */
  'globalInfo.update': z.strictObject({
    changes,
    auditLevels: z.strictObject({ positive: z.number(), negative: z.number() }).nullable(),
  }),
  'globalInfo.enable': nothing,
  'globalInfo.disable': nothing,
  'globalInfo.moveMasterSecretServer': server,
  'keyProtection.describe': nothing,
  'keyProtection.change': z.strictObject({ protector: z.enum(['os-keyring', 'key-file']) }),
  'keyProtection.chooseTarget': nothing,
  'keyProtection.saveRecoveryKey': file,
  'keyProtection.chooseRecoveryKey': nothing,
  'keyProtection.recover': file,
} as const

/** What those channels answer with when they succeed. */
export interface AdministrationResponses {
  'servers.list': readonly ServerOverview[]
  'servers.join': null
  'servers.leave': null
  'globalInfo.read': GlobalInfo
  /** This server's. */
  'globalInfo.auditLevels': AuditLevels
  /** What it is now. */
  'globalInfo.update': GlobalInfo
  'globalInfo.enable': null
  'globalInfo.disable': null
  'globalInfo.moveMasterSecretServer': MasterSecretServerMove
  'keyProtection.describe': KeyProtectionOverview
  'keyProtection.change': KeyProtectorChange
  /** `null` when the dialog was cancelled. */
  'keyProtection.chooseTarget': FileChoice | null
  'keyProtection.saveRecoveryKey': SavedRecoveryKey
  /** `null` when the dialog was cancelled. */
  'keyProtection.chooseRecoveryKey': FileChoice | null
  'keyProtection.recover': KeyRecovery
}
