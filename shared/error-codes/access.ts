import type { ErrorEntries, Text } from './error-entry.ts'

/** Who may do what. */
export const accessErrors = {
  AccessDeniedApplicationAdministratorsChange: {
    event: 10569,
    exit: 'accessDenied',
    text: (d: { accepted: string; account: string; application: string }): Text => [
      `${d.account} may not change the Application Administrators of ${d.application}.`,
      `Ask an SSO Administrator or SSO Affiliate Administrator (${d.accepted}) to do it.`,
    ],
  },
  AccessDeniedGroupMapping: {
    event: 10557,
    exit: 'accessDenied',
    text: (d: { account: string; application: string }): Text => [
      `${d.account} is an Application User of ${d.application}; its mappings are not each user's own.`,
      'Ask an administrator of the application to do it.',
    ],
  },
  AccessDeniedLookUp: {
    event: 10554,
    exit: 'accessDenied',
    text: (d: { account: string; application: string; windowsAccount: string }): Text => [
      `${d.account} may look up its own credentials in ${d.application} only, not those of ${d.windowsAccount}.`,
      'Ask an administrator of the application to look them up.',
    ],
  },
  AccessDeniedMappingCreation: {
    event: 10856,
    exit: 'accessDenied',
    text: (d: { account: string; application: string }): Text => [
      `${d.account} may not create a mapping: Application Users of ${d.application} are not allowed to.`,
      'Ask an administrator of the application to create it.',
    ],
  },
  AccessDeniedMappingOfAnother: {
    event: 10558,
    exit: 'accessDenied',
    text: (d: { account: string; application: string; windowsAccount: string }): Text => [
      `${d.account} may manage its own mapping in ${d.application} only, not that of ${d.windowsAccount}.`,
      'Ask an administrator of the application to do it.',
    ],
  },
  AccessDeniedNotAffiliateAdministrator: {
    event: 11010,
    exit: 'accessDenied',
    text: (d: { accepted: string; account: string }): Text => [
      `${d.account} is neither an SSO Administrator nor an SSO Affiliate Administrator.`,
      `Use an account that is one (${d.accepted}), or ask an SSO Administrator to be added.`,
    ],
  },
  AccessDeniedNotApplicationAdministrator: {
    event: 11011,
    exit: 'accessDenied',
    text: (d: { accepted: string; account: string; application: string }): Text => [
      `${d.account} is not an administrator of the application ${d.application}.`,
      `Use an account that is one (${d.accepted}), or ask an SSO Affiliate Administrator to be added.`,
    ],
  },
  AccessDeniedNotApplicationUser: {
    event: 11013,
    exit: 'accessDenied',
    text: (d: { accepted: string; account: string; application: string }): Text => [
      `${d.account} is neither a user nor an administrator of the application ${d.application}.`,
      `Use an account that is one (${d.accepted}), or ask an administrator of the application to be added.`,
    ],
  },
  AccessDeniedNotLocalAdministrator: {
    event: 10771,
    exit: 'accessDenied',
    text: (d: { accepted: string; account: string }): Text => [
      `${d.account} is not an administrator of this computer.`,
      `Ask for an account in ${d.accepted}, or start again with elevated rights.`,
    ],
  },
  AccessDeniedNotSsoAdministrator: {
    event: 11009,
    exit: 'accessDenied',
    text: (d: { accepted: string; account: string }): Text => [
      `${d.account} is not an SSO Administrator.`,
      `Use an account that is one (${d.accepted}), or ask an SSO Administrator to be added.`,
    ],
  },
  AccessDeniedTicketFlags: {
    event: 11044,
    exit: 'accessDenied',
    text: (d: { accepted: string; account: string; application: string }): Text => [
      `${d.account} may not change the ticket options of ${d.application}: only SSO Administrators may.`,
      `Leave them as they are, or use an account that is one (${d.accepted}).`,
    ],
  },
  NotMasterSecretServer: {
    event: 10766,
    exit: 'accessDenied',
    text: (d: { masterSecretServer: string; server: string }): Text => [
      `This computer (${d.server}) is not the master secret server; ${d.masterSecretServer} is.`,
      `Do this on ${d.masterSecretServer}. If that computer is lost, make this one the master secret server (Properties of the System node) and restore the master secret here from its backup (Restore Secret).`,
    ],
  },
} as const satisfies ErrorEntries
