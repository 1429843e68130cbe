import type { ErrorEntries, Text } from './error-entry.ts'

/** Affiliate applications, mappings and credentials. */
export const applicationErrors = {
  ApplicationAccountHasMappings: {
    event: 11026,
    exit: 'conflict',
    text: (d: { account: string; application: string; mappings: number }): Text => [
      `${d.account} cannot be removed from the Application Users of ${d.application}: it has mappings there (${d.mappings}).`,
      'Delete these mappings first.',
    ],
  },
  ApplicationAdministratorInvalid: {
    event: 10519,
    exit: 'failed',
    text: (d: { account: string; reason: string }): Text => [
      `The account “${d.account}” cannot be an Application Administrator: ${d.reason}.`,
      'Correct the list of Application Administrators.',
    ],
  },
  ApplicationCreatedEnabled: {
    event: 10850,
    exit: 'failed',
    text: (d: { application: string }): Text => [
      `The application ${d.application} cannot be created enabled.`,
      'Create it disabled, then enable it.',
    ],
  },
  ApplicationDisabled: {
    event: 10538,
    exit: 'conflict',
    text: (d: { application: string }): Text => [
      `The application ${d.application} is disabled.`,
      'Ask an administrator of the application to enable it.',
    ],
  },
  ApplicationExists: {
    event: 10752,
    exit: 'conflict',
    text: (d: { application: string }): Text => [
      `An application named ${d.application} already exists.`,
      'Use another name. Names are not case-sensitive.',
    ],
  },
  ApplicationFieldsInvalid: {
    event: 10595,
    exit: 'failed',
    text: (d: { application: string; reason: string }): Text => [
      `The fields of ${d.application} cannot be used: ${d.reason}.`,
      'Correct the fields; they cannot be changed once the application is there.',
    ],
  },
  ApplicationFieldsMissing: {
    event: 10769,
    exit: 'failed',
    text: (d: { application: string }): Text => [
      `The application ${d.application} has no fields.`,
      'Add at least one field. The first one is the external user ID.',
    ],
  },
  ApplicationFlagsInvalid: {
    event: 10601,
    exit: 'failed',
    text: (d: { application: string; flag: string; type: string }): Text => [
      `The option ${d.flag} cannot be on in ${d.application}: it has no meaning in an application of type ${d.type}.`,
      'Leave the option off, or create an application of another type.',
    ],
  },
  ApplicationImmutable: {
    event: 10566,
    exit: 'failed',
    text: (d: { application: string; property: string }): Text => [
      `The ${d.property} of the application ${d.application} cannot be changed.`,
      'Leave it as it is, or delete the application and create it again.',
    ],
  },
  ApplicationMissing: {
    event: 10756,
    exit: 'notFound',
    text: (d: { application: string }): Text => [
      `There is no application named ${d.application}.`,
      'Check the name; the list of applications shows those there are.',
    ],
  },
  ApplicationMustBeDisabled: {
    event: 10755,
    exit: 'conflict',
    text: (d: { application: string }): Text => [
      `The application ${d.application} is enabled and cannot be deleted.`,
      'Disable it first.',
    ],
  },
  ApplicationNameInvalid: {
    event: null,
    exit: 'failed',
    text: (d: { application: string }): Text => [
      `The text “${d.application}” cannot be the name of an application.`,
      'Use a name that is not empty and has no spaces in it.',
    ],
  },
  ApplicationTextInvalid: {
    event: null,
    exit: 'failed',
    text: (d: { application: string; character: string; property: string }): Text => [
      `The ${d.property} of the application ${d.application} has a character that no file can carry: ${d.character}.`,
      'Remove the character, and try again.',
    ],
  },
  ApplicationTicketTimeoutInvalid: {
    event: 10615,
    exit: 'failed',
    text: (d: { max: number; min: number; minutes: number }): Text => [
      `A ticket time-out of ${d.minutes} minutes is not possible for an application.`,
      `Give whole minutes from ${d.min} to ${d.max}, or none for that of the system.`,
    ],
  },
  ApplicationUserInvalid: {
    event: 10518,
    exit: 'failed',
    text: (d: { account: string; reason: string }): Text => [
      `The account “${d.account}” cannot be an Application User: ${d.reason}.`,
      'Correct the list of Application Users.',
    ],
  },
  ConfigStoreMappingFixed: {
    event: 10600,
    exit: 'failed',
    text: (d: { application: string }): Text => [
      `${d.application} is a configuration store; its one mapping belongs to it.`,
      'Set its values, or delete the application.',
    ],
  },
  CredentialValueTooLong: {
    event: 10595,
    exit: 'failed',
    text: (d: { application: string; bytes: number; field: string; limit: number }): Text => [
      `The value of the field “${d.field}” of ${d.application} has ${d.bytes} bytes; at most ${d.limit} are allowed.`,
      'Use a shorter one.',
    ],
  },
  CredentialsDamaged: {
    event: 10778,
    exit: 'damaged',
    text: (d: { application: string; windowsAccount: string }): Text => [
      `The credentials of ${d.windowsAccount} in ${d.application} do not open with their master secret.`,
      'Set these credentials again.',
    ],
  },
  CredentialsIncomplete: {
    event: 10595,
    exit: 'failed',
    text: (d: { application: string; needed: number; given: number }): Text => [
      `The application ${d.application} needs values for ${d.needed} of its fields beside the external user ID, and got ${d.given}.`,
      'Give a value for each field.',
    ],
  },
  CredentialsNotSet: {
    event: 10765,
    exit: 'notFound',
    text: (d: { application: string; windowsAccount: string }): Text => [
      `No credentials are set for ${d.windowsAccount} in ${d.application}.`,
      'Set the credentials first.',
    ],
  },
  ExternalUserInvalid: {
    event: null,
    exit: 'failed',
    text: (d: { externalUser: string }): Text => [
      `The text “${d.externalUser}” cannot be an external user.`,
      'Give a name in one line of ordinary text.',
    ],
  },
  HostGroupNeedsOneUser: {
    event: 10846,
    exit: 'failed',
    text: (d: { accounts: number; application: string }): Text => [
      `The Host Group application ${d.application} takes exactly one user account, no group; ${d.accounts} were given.`,
      'Name the one Windows account that all its external users are mapped to.',
    ],
  },
  MappedUserNotMember: {
    event: 10551,
    exit: 'failed',
    text: (d: { accepted: string; application: string; windowsAccount: string }): Text => [
      `${d.windowsAccount} is not one of the Application Users of ${d.application}.`,
      `Add it to one of them (${d.accepted}), or map another account.`,
    ],
  },
  MappingDisabled: {
    event: 10764,
    exit: 'conflict',
    text: (d: { account: string; application: string }): Text => [
      `The mapping for ${d.account} in ${d.application} is disabled.`,
      'Enable the mapping first.',
    ],
  },
  MappingExists: {
    event: 10753,
    exit: 'conflict',
    text: (d: { application: string; externalUser: string; windowsAccount: string }): Text => [
      `In ${d.application}, ${d.windowsAccount} is already mapped to ${d.externalUser}.`,
      'There is nothing to create; use the mapping that is there.',
    ],
  },
  MappingExistsForExternalUser: {
    event: 11046,
    exit: 'conflict',
    text: (d: { application: string; externalUser: string }): Text => [
      `In ${d.application}, the external user ${d.externalUser} already has a mapping.`,
      'Delete that mapping first, or map another external user.',
    ],
  },
  MappingExistsForWindowsAccount: {
    event: 11045,
    exit: 'conflict',
    text: (d: { application: string; windowsAccount: string }): Text => [
      `In ${d.application}, ${d.windowsAccount} already has a mapping.`,
      'Delete that mapping first, or map another account.',
    ],
  },
  DeletionStopped: {
    event: null,
    exit: 'failed',
    text: (d: {
      application: string
      code: string
      deleted: number
      reason: string
      total: number
    }): Text => [
      `${d.reason}. Before that, ${d.deleted} of ${d.total} mappings ${d.application === '' ? 'of the file' : `of ${d.application}`} were deleted, with their credentials${d.application === '' ? '' : '; the application was not deleted'}.`,
      'What was deleted stays so. Run it again to delete the rest.',
    ],
  },
  MappingMissing: {
    event: 10757,
    exit: 'notFound',
    text: (d: { account: string; application: string }): Text => [
      `There is no mapping for ${d.account} in ${d.application}.`,
      'Check the names; the list of mappings shows those there are.',
    ],
  },
  MappingMustBeDisabled: {
    event: 10764,
    exit: 'conflict',
    text: (d: { account: string; application: string }): Text => [
      `The mapping for ${d.account} in ${d.application} is enabled and cannot be deleted.`,
      'Disable it first.',
    ],
  },
  MappingNotForApplicationUser: {
    event: 10556,
    exit: 'failed',
    text: (d: { accepted: string; application: string; windowsAccount: string }): Text => [
      `A mapping in ${d.application} must name one of its Application Users; ${d.windowsAccount} is not one of them.`,
      `Name one of them: ${d.accepted}.`,
    ],
  },
  MappingOnlyForDomainAccounts: {
    event: 10841,
    exit: 'failed',
    text: (d: { application: string; windowsAccount: string }): Text => [
      `${d.windowsAccount} is a local account; ${d.application} maps domain accounts only.`,
      'Write the account as DOMAIN\\group, or allow local accounts in the application.',
    ],
  },
  MappingOnlyForDomainUsers: {
    event: 10847,
    exit: 'failed',
    text: (d: { application: string; windowsAccount: string }): Text => [
      `${d.windowsAccount} is a local account; ${d.application} maps domain users only.`,
      'Write the account as DOMAIN\\user, or allow local accounts in the application.',
    ],
  },
  WindowsAccountInvalid: {
    event: 10731,
    exit: 'failed',
    text: (d: { reason: string; windowsAccount: string }): Text => [
      `The account “${d.windowsAccount}” cannot be a mapped account: ${d.reason}.`,
      'Write it as DOMAIN\\user.',
    ],
  },
} as const satisfies ErrorEntries
