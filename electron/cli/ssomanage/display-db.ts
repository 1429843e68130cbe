import { labelled } from '../terminal/text-layout.ts'
import { defineVerb, type Zod } from '../verb/verb.ts'
import { yesNo } from '../verb-parts/answers.ts'
import { accountsJson, showAccounts } from './role-accounts.ts'

export const displayDatabase = defineVerb({
  name: 'displayDB',
  summary: 'show the properties of the SSO system',
  description: [
    'Shows where the SSO database is, the master secret server, who administers the system, and the settings that -updateDB, -tickets and -enable change. You must be an SSO Administrator.',
  ],
  examples: ['-displayDB', '-displayDB --json'],
  json: (zod) => displayJson(zod),
  async run({ system }) {
    const { globalInfo, system: whole } = await system()
    const info = await globalInfo.read()
    return { ...info, database: (await whole.describe()).database.displayPath }
  },
  print: (info) =>
    labelled([
      ['SSO database', info.database],
      ['SSO system', info.systemId],
      ['SSO secret server name', info.masterSecretServer],
      ['SSO Administrators', showAccounts(info.ssoAdministrators)],
      ['SSO Affiliate Administrators', showAccounts(info.ssoAffiliateAdministrators)],
      ['Size of audit table for deleted applications', String(info.auditDeletedApplications)],
      ['Size of audit table for deleted user mappings', String(info.auditDeletedMappings)],
      ['Size of audit table for external credential lookups', String(info.auditCredentialLookUps)],
      ['Ticket timeout (in minutes)', String(info.ticketTimeout)],
      ['Credential cache timeout (in minutes)', String(info.credentialCacheTimeout)],
      ['SSO status', info.enabled ? 'Enabled' : 'Disabled'],
      ['Tickets allowed', yesNo(info.ticketsAllowed)],
      ['Validate tickets', yesNo(info.validateTickets)],
      ['Host-initiated SSO', yesNo(info.hostInitiatedSso)],
    ]),
})

function displayJson(zod: Zod) {
  return zod.strictObject({
    database: zod.string(),
    systemId: zod.string(),
    masterSecretServer: zod.string(),
    enabled: zod.boolean(),
    ssoAdministrators: accountsJson(zod),
    ssoAffiliateAdministrators: accountsJson(zod),
    ticketTimeout: zod.number(),
    credentialCacheTimeout: zod.number(),
    ticketsAllowed: zod.boolean(),
    validateTickets: zod.boolean(),
    hostInitiatedSso: zod.boolean(),
    auditDeletedApplications: zod.number(),
    auditDeletedMappings: zod.number(),
    auditCredentialLookUps: zod.number(),
  })
}
