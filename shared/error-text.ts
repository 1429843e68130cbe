import type { ErrorCode, ErrorDetails, SsoErrorData } from './errors.ts'

/** An error in words: what happened, then what to do about it. Whole sentences, fit to show as they are. */
export interface ErrorText {
  readonly message: string
  readonly remedy: string
}

type Text = readonly [message: string, remedy: string]

/** Each text names, by its parameter, the facts its error must carry. */
const texts = {
  AccessDeniedApplicationAdministratorsChange: (d: {
    accepted: string
    account: string
    application: string
  }): Text => [
    `${d.account} may not change the Application Administrators of ${d.application}.`,
    `Ask an SSO Administrator or SSO Affiliate Administrator (${d.accepted}) to do it.`,
  ],
  AccessDeniedGroupMapping: (d: { account: string; application: string }): Text => [
    `${d.account} is an Application User of ${d.application}; its mappings are not each user's own.`,
    'Ask an administrator of the application to do it.',
  ],
  AccessDeniedLookUp: (d: { account: string; application: string; windowsAccount: string }): Text => [
    `${d.account} may look up its own credentials in ${d.application} only, not those of ${d.windowsAccount}.`,
    'Ask an administrator of the application to look them up.',
  ],
  AccessDeniedMappingCreation: (d: { account: string; application: string }): Text => [
    `${d.account} may not create a mapping: Application Users of ${d.application} are not allowed to.`,
    'Ask an administrator of the application to create it.',
  ],
  AccessDeniedMappingOfAnother: (d: {
    account: string
    application: string
    windowsAccount: string
  }): Text => [
    `${d.account} may manage its own mapping in ${d.application} only, not that of ${d.windowsAccount}.`,
    'Ask an administrator of the application to do it.',
  ],
  AccessDeniedNotAffiliateAdministrator: (d: { accepted: string; account: string }): Text => [
    `${d.account} is neither an SSO Administrator nor an SSO Affiliate Administrator.`,
    `Use an account that is one (${d.accepted}), or ask an SSO Administrator to be added.`,
  ],
  AccessDeniedNotApplicationAdministrator: (d: {
    accepted: string
    account: string
    application: string
  }): Text => [
    `${d.account} is not an administrator of the application ${d.application}.`,
    `Use an account that is one (${d.accepted}), or ask an SSO Affiliate Administrator to be added.`,
  ],
  AccessDeniedNotApplicationUser: (d: { accepted: string; account: string; application: string }): Text => [
    `${d.account} is neither a user nor an administrator of the application ${d.application}.`,
    `Use an account that is one (${d.accepted}), or ask an administrator of the application to be added.`,
  ],
  AccessDeniedNotLocalAdministrator: (d: { accepted: string; account: string }): Text => [
    `${d.account} is not an administrator of this computer.`,
    `Ask for an account in ${d.accepted}, or start again with elevated rights.`,
  ],
  AccessDeniedNotSsoAdministrator: (d: { accepted: string; account: string }): Text => [
    `${d.account} is not an SSO Administrator.`,
    `Use an account that is one (${d.accepted}), or ask an SSO Administrator to be added.`,
  ],
  AccessDeniedTicketFlags: (d: { accepted: string; account: string; application: string }): Text => [
    `${d.account} may not change the ticket options of ${d.application}: only SSO Administrators may.`,
    `Leave them as they are, or use an account that is one (${d.accepted}).`,
  ],
  AffiliateAdministratorInvalid: (d: { account: string; reason: string }): Text => [
    `The account “${d.account}” cannot be an SSO Affiliate Administrator: ${d.reason}.`,
    'Correct the list of SSO Affiliate Administrators.',
  ],
  AffiliateAdministratorsFixed: (): Text => [
    'The SSO Affiliate Administrators cannot be changed while the SSO system is enabled.',
    'Disable the SSO system first.',
  ],
  ApplicationAccountHasMappings: (d: { account: string; application: string; mappings: number }): Text => [
    `${d.account} cannot be removed from the Application Users of ${d.application}: it has ${d.mappings} mapping(s) there.`,
    'Delete these mappings first.',
  ],
  ApplicationAdministratorInvalid: (d: { account: string; reason: string }): Text => [
    `The account “${d.account}” cannot be an Application Administrator: ${d.reason}.`,
    'Correct the list of Application Administrators.',
  ],
  ApplicationCreatedEnabled: (d: { application: string }): Text => [
    `The application ${d.application} cannot be created enabled.`,
    'Create it disabled, then enable it.',
  ],
  ApplicationDisabled: (d: { application: string }): Text => [
    `The application ${d.application} is disabled.`,
    'Ask an administrator of the application to enable it.',
  ],
  ApplicationExists: (d: { application: string }): Text => [
    `An application named ${d.application} already exists.`,
    'Choose another name. Upper and lower case are not told apart.',
  ],
  ApplicationFieldsInvalid: (d: { application: string; reason: string }): Text => [
    `The fields of ${d.application} cannot be used: ${d.reason}.`,
    'Correct the fields; they cannot be changed once the application is there.',
  ],
  ApplicationFieldsMissing: (d: { application: string }): Text => [
    `The application ${d.application} has no fields.`,
    'Give it one at least: the first is the external user id.',
  ],
  ApplicationForbidsTickets: (d: { application: string }): Text => [
    `The application ${d.application} does not take tickets.`,
    'Ask an SSO Administrator to allow tickets in it.',
  ],
  ApplicationImmutable: (d: { application: string; property: string }): Text => [
    `The ${d.property} of the application ${d.application} cannot be changed.`,
    'Leave it as it is, or delete the application and create it again.',
  ],
  ApplicationMissing: (d: { application: string }): Text => [
    `There is no application named ${d.application}.`,
    'Check the name; the list of applications shows those there are.',
  ],
  ApplicationMustBeDisabled: (d: { application: string }): Text => [
    `The application ${d.application} is enabled and cannot be deleted.`,
    'Disable it first.',
  ],
  ApplicationNameInvalid: (d: { application: string }): Text => [
    `The text “${d.application}” cannot be the name of an application.`,
    'Choose a name that is not empty and has no spaces in it.',
  ],
  ApplicationTicketTimeoutInvalid: (d: { max: number; min: number; minutes: number }): Text => [
    `A ticket time-out of ${d.minutes} minutes is not possible for an application.`,
    `Give whole minutes from ${d.min} to ${d.max}, or none for that of the system.`,
  ],
  ApplicationUserInvalid: (d: { account: string; reason: string }): Text => [
    `The account “${d.account}” cannot be an Application User: ${d.reason}.`,
    'Correct the list of Application Users.',
  ],
  BackupAltered: (d: { path: string }): Text => [
    `The backup file ${d.path} was changed by something else while it was being checked.`,
    'The master secret was not changed. Find out what writes to that folder, or choose another one.',
  ],
  BackupCostTooHigh: (d: { limit: number; workFactor: number }): Text => [
    `Opening this backup would take a work factor of ${d.workFactor}; the limit is ${d.limit}.`,
    'The file was not made by this product, or was tampered with. Use another copy.',
  ],
  BackupDamaged: (d: { reason: string }): Text => [
    `The backup file is damaged: ${d.reason}.`,
    'Use another copy of the backup.',
  ],
  BackupDiskFull: (d: { folder: string }): Text => [
    `There is no room left in ${d.folder}.`,
    'The master secret was not changed. Free some space there, or choose another folder.',
  ],
  BackupFileExists: (d: { path: string }): Text => [
    `A file named ${d.path} already exists.`,
    'Choose another name, or choose the same one again and confirm that it may be replaced.',
  ],
  BackupFileNameInvalid: (d: { path: string }): Text => [
    `${d.path} cannot be used as the name of a backup file.`,
    'Choose an ordinary file name in an existing folder.',
  ],
  BackupFileNotChosen: (): Text => ['No backup file is chosen.', 'Choose where to save the backup.'],
  BackupFolderMissing: (d: { folder: string }): Text => [
    `The folder ${d.folder} does not exist.`,
    'Create it or connect the drive it is on, or choose another folder.',
  ],
  BackupFolderNotWritable: (d: { account: string; folder: string }): Text => [
    `${d.account} may not write to the folder ${d.folder}.`,
    'Change its permissions, or choose another folder.',
  ],
  BackupInsideDataDirectory: (d: { folder: string }): Text => [
    `The folder ${d.folder} belongs to the SSO system itself; a backup kept there would be lost with it.`,
    'Choose a folder elsewhere, best on another disk.',
  ],
  BackupNotABackup: (): Text => [
    'This file is not a master secret backup.',
    'Choose the file that was saved when the master secret was generated (its name ends in .bak).',
  ],
  BackupTooLarge: (d: { bytes: number; limit: number }): Text => [
    `This file has ${d.bytes} bytes; a master secret backup has at most ${d.limit}.`,
    'Choose the file that was saved when the master secret was generated.',
  ],
  BackupVanished: (d: { path: string }): Text => [
    `The backup file ${d.path} was gone when it was to be checked.`,
    'The master secret was not changed. Find out what removes files from that folder, or choose another one.',
  ],
  BackupVersionNewer: (d: { supported: number; version: number }): Text => [
    `This backup was made by a newer version (format ${d.version}; this version reads up to ${d.supported}).`,
    'Open it with that version, or update this one.',
  ],
  BackupWriteFailed: (d: { folder: string; reason: string }): Text => [
    `The backup could not be written to ${d.folder} (${d.reason}).`,
    'The master secret was not changed. Check the disk, or choose another folder.',
  ],
  BuiltInAccountRefused: (d: { account: string }): Text => [
    `${d.account} is a built-in account of the operating system.`,
    'Name an account or group of your own.',
  ],
  Busy: (d: { done: number; total: number }): Text => [
    `The credentials are still being re-encrypted under the current master secret (${d.done} of ${d.total} are done).`,
    'Wait until that has finished; if it was paused or cancelled, resume it. Nothing was changed.',
  ],
  Cancelled: (): Text => ['The operation was cancelled.', 'Nothing was changed.'],
  ConfigStoreMappingFixed: (d: { application: string }): Text => [
    `${d.application} is a configuration store; its one mapping belongs to it.`,
    'Set its values, or delete the application.',
  ],
  CredentialValueTooLong: (d: { application: string; bytes: number; field: string; limit: number }): Text => [
    `The value of the field “${d.field}” of ${d.application} has ${d.bytes} bytes; at most ${d.limit} are allowed.`,
    'Choose a shorter one.',
  ],
  CredentialsDamaged: (d: { application: string; windowsAccount: string }): Text => [
    `The credentials of ${d.windowsAccount} in ${d.application} do not open with their master secret.`,
    'Set these credentials again.',
  ],
  CredentialsIncomplete: (d: { application: string; needed: number; given: number }): Text => [
    `The application ${d.application} needs ${d.needed} value(s) beside the external user id; ${d.given} were given.`,
    'Give a value for each field.',
  ],
  CredentialsNotSet: (d: { application: string; windowsAccount: string }): Text => [
    `No credentials are set for ${d.windowsAccount} in ${d.application}.`,
    'Set the credentials first.',
  ],
  DataDirectoryUnusable: (d: { path: string; reason: string }): Text => [
    `The data directory ${d.path} cannot be used (${d.reason}).`,
    'Check that it is a folder that belongs to this account, or name another with SSO_DATA_DIR or --data-dir.',
  ],
  DatabaseBusy: (d: { path: string }): Text => [
    `The SSO database ${d.path} is in use by another process.`,
    'Try again in a moment; if it goes on, find out which process holds the file.',
  ],
  DatabaseCopyFailed: (d: { path: string; reason: string }): Text => [
    `The copy ${d.path} of the SSO database could not be made (${d.reason}).`,
    'The database was not upgraded. Free some space, or correct the permissions, and try again.',
  ],
  DatabaseDamaged: (d: { path: string; reason: string }): Text => [
    `The SSO database ${d.path} cannot be read (${d.reason}).`,
    'It was left as it is. Restore the file from a backup of the database.',
  ],
  DatabaseExists: (d: { path: string }): Text => [
    `There is an SSO database at ${d.path} already.`,
    'Use it, or choose another data directory.',
  ],
  DatabaseForeign: (d: { path: string }): Text => [
    `The file ${d.path} is not an SSO database.`,
    'It was left as it is. Move it away, or use another data directory.',
  ],
  DatabaseFull: (d: { path: string }): Text => [
    `There is no room left on the disk that holds the SSO database ${d.path}.`,
    'Nothing was lost: what was under way is undone as a whole. Free some space there and try again.',
  ],
  DatabaseMissing: (d: { path: string }): Text => [
    `There is no SSO database at ${d.path}.`,
    'Check the data directory, or create a database there.',
  ],
  DatabaseVersionNewer: (d: { supported: number; version: number }): Text => [
    `The SSO database was made by a newer version (schema ${d.version}; this version knows up to ${d.supported}).`,
    'It was left as it is. Update this program.',
  ],
  ExternalUserInvalid: (d: { externalUser: string }): Text => [
    `The text “${d.externalUser}” cannot be an external user.`,
    'Give a name in one line of ordinary text.',
  ],
  FileChoiceExpired: (): Text => [
    'The chosen file is no longer remembered.',
    'Choose the backup file again.',
  ],
  HostGroupNeedsOneUser: (d: { accounts: number; application: string }): Text => [
    `The Host Group application ${d.application} takes exactly one user account, no group; ${d.accounts} were given.`,
    'Name the one Windows account that all its external users are mapped to.',
  ],
  KeyProtectorGone: (d: { place: string }): Text => [
    `The key that guards the secret store is gone from ${d.place}.`,
    'Put it back as it was (same account, same computer), or restore the master secret from a backup.',
  ],
  MappedUserNotMember: (d: { accepted: string; application: string; windowsAccount: string }): Text => [
    `${d.windowsAccount} is not one of the Application Users of ${d.application}.`,
    `Add it to one of them (${d.accepted}), or map another account.`,
  ],
  MappingDisabled: (d: { account: string; application: string }): Text => [
    `The mapping for ${d.account} in ${d.application} is disabled.`,
    'Enable the mapping first.',
  ],
  MappingExists: (d: { application: string; externalUser: string; windowsAccount: string }): Text => [
    `In ${d.application}, ${d.windowsAccount} is already mapped to ${d.externalUser}.`,
    'There is nothing to create; use the mapping that is there.',
  ],
  MappingExistsForExternalUser: (d: { application: string; externalUser: string }): Text => [
    `In ${d.application}, the external user ${d.externalUser} already has a mapping.`,
    'Delete that mapping first, or map another external user.',
  ],
  MappingExistsForWindowsAccount: (d: { application: string; windowsAccount: string }): Text => [
    `In ${d.application}, ${d.windowsAccount} already has a mapping.`,
    'Delete that mapping first, or map another account.',
  ],
  MappingMissing: (d: { account: string; application: string }): Text => [
    `There is no mapping for ${d.account} in ${d.application}.`,
    'Check the names; the list of mappings shows those there are.',
  ],
  MappingMustBeDisabled: (d: { account: string; application: string }): Text => [
    `The mapping for ${d.account} in ${d.application} is enabled and cannot be deleted.`,
    'Disable it first.',
  ],
  MappingNotForApplicationUser: (d: {
    accepted: string
    application: string
    windowsAccount: string
  }): Text => [
    `A mapping in ${d.application} must name one of its Application Users; ${d.windowsAccount} is none.`,
    `Name one of them: ${d.accepted}.`,
  ],
  MappingOnlyForDomainAccounts: (d: { application: string; windowsAccount: string }): Text => [
    `${d.windowsAccount} is a local account; ${d.application} maps domain accounts only.`,
    'Write the account as DOMAIN\\group, or allow local accounts in the application.',
  ],
  MappingOnlyForDomainUsers: (d: { application: string; windowsAccount: string }): Text => [
    `${d.windowsAccount} is a local account; ${d.application} maps domain users only.`,
    'Write the account as DOMAIN\\user, or allow local accounts in the application.',
  ],
  NotMasterSecretServer: (d: { masterSecretServer: string; server: string }): Text => [
    `This computer (${d.server}) is not the master secret server; ${d.masterSecretServer} is.`,
    `Do this on ${d.masterSecretServer}.`,
  ],
  PasswordMismatch: (): Text => [
    'The two passwords are not the same.',
    'Type the password again in both fields.',
  ],
  PasswordTooLong: (d: { characters: number; limit: number }): Text => [
    `The password has ${d.characters} characters; at most ${d.limit} are allowed.`,
    'Choose a shorter one.',
  ],
  PasswordTooShort: (d: { characters: number; limit: number }): Text => [
    `The password has ${d.characters} characters; at least ${d.limit} are needed.`,
    'Choose a longer one, or generate a passphrase.',
  ],
  ReencryptionFailed: (d: { reason: string }): Text => [
    `The credentials could not be re-encrypted (${d.reason}).`,
    'No credential was lost: each is readable as before. It is tried again by itself.',
  ],
  ReminderNotPlainText: (): Text => [
    'The password reminder contains characters that cannot be shown, such as a line break.',
    'Write it in one line of ordinary text.',
  ],
  ReminderContainsPassword: (): Text => [
    'The password reminder contains the password; anybody who finds the file could read it.',
    'Write a hint that only you understand.',
  ],
  ReminderTooLong: (d: { characters: number; limit: number }): Text => [
    `The password reminder has ${d.characters} characters; at most ${d.limit} are allowed.`,
    'Shorten it.',
  ],
  RequestInvalid: (d: { channel: string; reason: string }): Text => [
    `The request ${d.channel} was not understood (${d.reason}).`,
    'Restart the program; if it happens again, report it.',
  ],
  SecretStoreBusy: (d: { holder: string }): Text => [
    `The secret store is in use: ${d.holder}.`,
    'Try again when that has finished.',
  ],
  SecretStoreDamaged: (d: { reason: string }): Text => [
    `The secret store cannot be read: ${d.reason}.`,
    'It was left as it is. Restore the master secret from a backup.',
  ],
  SecretStoreForeign: (d: { expected: string; found: string }): Text => [
    `The secret store belongs to another SSO system (${d.found}); this one is ${d.expected}.`,
    'It was left as it is. Put the store and the database of the same system together.',
  ],
  SecretStoreMissing: (d: { msid: string }): Text => [
    `The secret store that held the master secret ${d.msid} is gone.`,
    'Restore the master secret from a backup.',
  ],
  SecretStoreVersionNewer: (d: { supported: number; version: number }): Text => [
    `The secret store was written by a newer version (${d.version}; this version knows up to ${d.supported}).`,
    'It was left as it is. Update this program.',
  ],
  SecretStoreWriteFailed: (d: { reason: string }): Text => [
    `The secret store could not be replaced (${d.reason}).`,
    'The old master secret is still the current one. Check the disk that holds the data directory.',
  ],
  SecretUnavailable: (d: { msid: string }): Text => [
    `The master secret ${d.msid}, which is needed for these credentials, is not available.`,
    'Restore the master secret from a backup; if there was none yet, generate it.',
  ],
  SelfTestFailed: (d: { primitive: string }): Text => [
    `The self-test of ${d.primitive} failed.`,
    'Nothing was opened or changed. Install the program again; do not use this computer for secrets until it passes.',
  ],
  SettingInvalid: (d: { max: number; min: number; setting: string; value: number }): Text => [
    `The setting ${d.setting} cannot be ${d.value}; it is a whole number from ${d.min} to ${d.max}.`,
    'Choose a value in that range.',
  ],
  SsoAdministratorInvalid: (d: { account: string; reason: string }): Text => [
    `The account “${d.account}” cannot be an SSO Administrator: ${d.reason}.`,
    'Correct the list of SSO Administrators.',
  ],
  SsoAdministratorsFixed: (): Text => [
    'The SSO Administrators cannot be changed while the SSO system is enabled.',
    'Disable the SSO system first.',
  ],
  SsoAdministratorsWithoutCaller: (d: { account: string }): Text => [
    `${d.account} would no longer be an SSO Administrator.`,
    'Keep your own account, or a group it is in, among the SSO Administrators.',
  ],
  SystemDisabled: (): Text => ['The SSO system is disabled.', 'Ask an SSO Administrator to enable it.'],
  SystemForbidsTickets: (d: { application: string }): Text => [
    `Tickets cannot be allowed in ${d.application}: the SSO system does not allow them.`,
    'Allow tickets in the properties of the SSO system first.',
  ],
  SystemRequiresTicketValidation: (d: { application: string }): Text => [
    `${d.application} cannot do without validating tickets: the SSO system requires it.`,
    'Leave it on, or turn it off in the properties of the SSO system first.',
  ],
  TicketExpired: (d: { expiredAt: string }): Text => [
    `The ticket expired at ${d.expiredAt}.`,
    'Issue a new ticket; if it expired too soon, check the clocks of the computers and the ticket time-out.',
  ],
  TicketForeign: (d: { application: string; sender: string }): Text => [
    `The ticket sent to ${d.application} was not issued for ${d.sender}.`,
    'Redeem a ticket for the account that issued it only.',
  ],
  TicketFormatInvalid: (): Text => ['This is not a ticket.', 'Pass on the ticket as it was issued.'],
  TicketNeedsSender: (d: { application: string }): Text => [
    `Tickets must be validated in ${d.application}, but it was not said who sent this one.`,
    'Name the account that sent the ticket.',
  ],
  TicketTimeoutInvalid: (d: { max: number; min: number; minutes: number }): Text => [
    `The ticket time-out cannot be ${d.minutes} minutes; it is a whole number from ${d.min} to ${d.max}.`,
    'Choose a time-out in that range.',
  ],
  TicketUndecryptable: (): Text => [
    'The ticket cannot be opened: it was changed, or issued by another SSO system, or before the master secret changed.',
    'Issue a new ticket.',
  ],
  TicketUserNotInApplication: (d: { account: string; application: string }): Text => [
    `${d.account}, for whom the ticket was issued, is not an Application User of ${d.application}.`,
    'Ask an administrator of the application to add the account.',
  ],
  TicketsNotAllowed: (): Text => [
    'The SSO system does not allow tickets.',
    'Ask an SSO Administrator to allow them.',
  ],
  Unexpected: (d: { incident: string }): Text => [
    `Something went wrong that should not have (incident ${d.incident}).`,
    'Details are in the log under that number; please report it.',
  ],
  WindowsAccountInvalid: (d: { reason: string; windowsAccount: string }): Text => [
    `The account “${d.windowsAccount}” cannot be a mapped account: ${d.reason}.`,
    'Write it as DOMAIN\\user.',
  ],
  WrongPassword: (): Text => [
    'The password does not open this backup.',
    'Check it against the password reminder.',
  ],
  XmlInvalid: (d: { column: number; element: string; line: number; reason: string }): Text => [
    `The XML file is wrong at line ${d.line}, column ${d.column} (${d.element}): ${d.reason}.`,
    'Nothing was changed. Correct the file there and try again.',
  ],
  XmlRefused: (d: {
    code: string
    column: number
    count: number
    element: string
    line: number
    reason: string
  }): Text => [
    `${d.reason} (${d.element}, line ${d.line}, column ${d.column}; ${d.count} element(s) of the XML file are refused).`,
    'Nothing was changed. Correct or remove what is refused and try again.',
  ],
  XmlSecretServerNotAlone: (d: { column: number; line: number }): Text => [
    `The global information at line ${d.line}, column ${d.column} changes the master secret server together with something else.`,
    'Nothing was changed. Change the master secret server with a file that holds only secretServer.',
  ],
  XmlTooLarge: (d: { bytes: number; limit: number }): Text => [
    `The XML file has ${d.bytes} bytes; at most ${d.limit} are read.`,
    'Divide it into several files.',
  ],
} as const satisfies Record<ErrorCode, (details: never) => Text>

/** The facts an error of code `C` carries. */
export type DetailsOf<C extends ErrorCode> =
  Parameters<(typeof texts)[C]> extends [infer D extends ErrorDetails] ? D : Record<string, never>

/** The words for an error. */
export function errorText(error: Pick<SsoErrorData, 'code' | 'details'>): ErrorText {
  const text = texts[error.code] as (details: ErrorDetails) => Text
  const [message, remedy] = text(error.details)
  return { message, remedy }
}
