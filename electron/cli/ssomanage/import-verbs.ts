import { importVerb } from './import-verb.ts'

const AT_ONCE =
  'All of the file is done or, if any of it is refused, nothing. --dry-run prints what would change, and what would be refused.'

export const updateDatabase = importVerb({
  name: 'updateDB',
  summary: 'change properties of the SSO system from an XML file',
  description: [
    'The file holds one <globalInfo>. What it leaves out stays as it is. The accounts of SSO Administrators and SSO Affiliate Administrators can be changed only while the SSO system is disabled. To make another server the master secret server, the file must hold secretServer only.',
    `${AT_ONCE} You must be an SSO Administrator.`,
  ],
  examples: ['-updateDB globalinfo.xml --dry-run', '-updateDB globalinfo.xml'],
  purpose: 'global-info',
})

export const createApplications = importVerb({
  name: 'createApps',
  summary: 'create affiliate applications from an XML file',
  description: [
    'The file holds <application> elements of applications that are not there yet. They are created disabled, whatever the file says: enable them with -enableApp. A file that holds mappings or global information, too, is refused; divide it.',
    `${AT_ONCE} You must be an SSO Affiliate Administrator or an SSO Administrator.`,
  ],
  examples: ['-createApps applications.xml --dry-run', '-createApps applications.xml'],
  purpose: 'create-applications',
})

export const updateApplications = importVerb({
  name: 'updateApps',
  summary: 'change affiliate applications from an XML file',
  description: [
    'The file holds <application> elements of applications that are there. What it leaves out stays as it is. Type, fields and adminAccountSame are fixed at creation. A file that holds mappings or global information, too, is refused; divide it.',
    `${AT_ONCE} You must be an administrator of each application; the accounts of Application Administrators take an SSO Affiliate Administrator, ticket options an SSO Administrator.`,
  ],
  examples: ['-updateApps applications.xml --dry-run', '-updateApps applications.xml'],
  purpose: 'update-applications',
})

export const createMappings = importVerb({
  name: 'createMappings',
  summary: 'create mappings from an XML file',
  description: [
    'The file holds <mapping> elements. A mapping is created disabled, and enabled if the file has credentials for it (a <credential> with one <field> for each field but the first). A mapping that is there already is left as it is; its credentials are set if the file has some.',
    `${AT_ONCE} You must be an administrator of each application; users of Individual applications may create their own.`,
  ],
  examples: ['-createMappings mappings.xml --dry-run', '-createMappings mappings.xml'],
  purpose: 'create-mappings',
})
