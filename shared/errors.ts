/**
 * The closed set of failures an administrator, a script or the console can meet, each with the event id
 * the original product uses for it (`null` where it has none). Codes are stable: scripts branch on them.
 */
export const errorEventIds = {
  AccessDeniedApplicationAdministratorsChange: 10569,
  AccessDeniedGroupMapping: 10557,
  AccessDeniedLookUp: 10554,
  AccessDeniedMappingCreation: 10856,
  AccessDeniedMappingOfAnother: 10558,
  AccessDeniedNotAffiliateAdministrator: 11010,
  AccessDeniedNotApplicationAdministrator: 11011,
  AccessDeniedNotApplicationUser: 11013,
  AccessDeniedNotLocalAdministrator: 10771,
  AccessDeniedNotSsoAdministrator: 11009,
  AccessDeniedTicketFlags: 11044,
  AffiliateAdministratorInvalid: 10516,
  AffiliateAdministratorsFixed: 10572,
  ApplicationAccountHasMappings: 11026,
  ApplicationAdministratorInvalid: 10519,
  ApplicationCreatedEnabled: 10850,
  ApplicationDisabled: 10538,
  ApplicationExists: 10752,
  ApplicationFieldsInvalid: 10595,
  ApplicationFieldsMissing: 10769,
  ApplicationFlagsInvalid: 10601,
  ApplicationForbidsTickets: 10540,
  ApplicationImmutable: 10566,
  ApplicationMissing: 10756,
  ApplicationMustBeDisabled: 10755,
  ApplicationNameInvalid: null,
  ApplicationTicketTimeoutInvalid: 10615,
  ApplicationUserInvalid: 10518,
  BackupAltered: 10560,
  BackupCostTooHigh: 10564,
  BackupDamaged: 10564,
  BackupDiskFull: 10784,
  BackupFileExists: 10784,
  BackupFileMissing: 10784,
  BackupFileNameInvalid: 10784,
  BackupFileNotChosen: 10784,
  BackupFileUnreadable: 10784,
  BackupFolderMissing: 10784,
  BackupFolderNotWritable: 10784,
  BackupInsideDataDirectory: 10784,
  BackupNotABackup: 10564,
  BackupOfAnotherSystem: 10815,
  BackupTooLarge: 10564,
  BackupVanished: 10560,
  BackupVersionNewer: 10564,
  BackupWriteFailed: 10784,
  BuiltInAccountRefused: 10777,
  Busy: 10814,
  Cancelled: null,
  ConfigStoreMappingFixed: 10600,
  CredentialValueTooLong: 10595,
  CredentialsDamaged: 10778,
  CredentialsIncomplete: 10595,
  CredentialsNotSet: 10765,
  DataDirectoryUnusable: null,
  DatabaseBusy: 10513,
  DatabaseCopyFailed: 10513,
  DatabaseDamaged: 10513,
  DatabaseExists: 10549,
  DatabaseForeign: 10728,
  DatabaseFull: 10513,
  DatabaseMissing: 10513,
  DatabaseVersionNewer: 10728,
  ExternalUserInvalid: null,
  FileChoiceExpired: null,
  HostGroupNeedsOneUser: 10846,
  KeyProtectorGone: 10565,
  KeyProtectorUnavailable: null,
  MappedUserNotMember: 10551,
  MappingDisabled: 10764,
  MappingExists: 10753,
  MappingExistsForExternalUser: 11046,
  MappingExistsForWindowsAccount: 11045,
  MappingMissing: 10757,
  MappingMustBeDisabled: 10764,
  MappingNotForApplicationUser: 10556,
  MappingOnlyForDomainAccounts: 10841,
  MappingOnlyForDomainUsers: 10847,
  MasterSecretAwaitsRestore: 10520,
  NoMasterSecret: 10520,
  NotMasterSecretServer: 10766,
  PasswordMismatch: null,
  PasswordTooLong: 10839,
  PasswordTooShort: 10836,
  RecoveryKeyDamaged: 10565,
  RecoveryKeyForeign: 10565,
  RecoveryKeyNotAKey: 10565,
  RecoveryKeyUnreadable: 10784,
  RecoveryKeyVersionNewer: 10565,
  RecoveryKeyWrong: 10521,
  ReencryptionFailed: 10522,
  RehearsalNeedsSpace: null,
  ReminderContainsPassword: null,
  ReminderNotPlainText: null,
  ReminderTooLong: 10840,
  ReplacedStoreMissing: null,
  RequestInvalid: null,
  RestoreWouldLoseCredentials: 10815,
  SecretStoreBusy: 10814,
  SecretStoreDamaged: 10521,
  SecretStoreForeign: 10815,
  SecretStoreMissing: 10520,
  SecretStoreVersionNewer: 10521,
  SecretStoreWriteFailed: 10526,
  SecretUnavailable: 10783,
  SelfTestFailed: null,
  ServerExists: null,
  ServerIsMasterSecretServer: null,
  ServerMissing: null,
  ServerNameInvalid: null,
  SettingInvalid: null,
  SsoAdministratorInvalid: 10517,
  SsoAdministratorsFixed: 10570,
  SsoAdministratorsWithoutCaller: 10597,
  SystemDisabled: 10537,
  SystemForbidsTickets: 10539,
  SystemRequiresTicketValidation: 10541,
  TicketExpired: 10544,
  TicketForeign: 10594,
  TicketFormatInvalid: 10593,
  TicketNeedsSender: 10543,
  TicketTimeoutInvalid: 10614,
  TicketUndecryptable: 10592,
  TicketUserNotInApplication: 10596,
  TicketsNotAllowed: 10539,
  Unexpected: null,
  WindowsAccountInvalid: 10731,
  WrongPassword: 10779,
  XmlFileExists: null,
  XmlFileMissing: null,
  XmlFileNotWritten: null,
  XmlFileUnreadable: null,
  XmlInvalid: null,
  XmlRefused: null,
  XmlSecretServerNotAlone: null,
  XmlTooLarge: null,
} as const satisfies Record<string, number | null>

export type ErrorCode = keyof typeof errorEventIds

/** The inputs an error can point at. */
export type ErrorField = 'backupFile' | 'password' | 'confirmation' | 'reminder'

/** Facts that the text of an error is made of: names, counts, limits; never a secret. */
export type ErrorDetails = Readonly<Record<string, string | number>>

/** An expected failure, as it crosses a boundary (IPC, `--json`). */
export interface SsoErrorData {
  readonly code: ErrorCode
  readonly details: ErrorDetails
  readonly field?: ErrorField
  /** Names the event written for this failure, when one was. */
  readonly trackingId?: string
}

/** An operation's answer where failures are data. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: SsoErrorData }

/** The original's HRESULT of an error code (`0xC0000000` + event id), or `null` where it has none. */
export function hresultOf(code: ErrorCode): string | null {
  const eventId = errorEventIds[code]
  return eventId === null ? null : `0x${(0xc0000000 + eventId).toString(16).toUpperCase()}`
}
