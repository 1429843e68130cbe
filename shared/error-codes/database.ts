import type { ErrorEntries, Text } from './error-entry.ts'

/** The data directory and the SSO database. */
export const databaseErrors = {
  DataDirectoryNameInvalid: {
    event: null,
    exit: 'failed',
    text: (d: { name: string; reason: string; source: string }): Text => [
      `The data directory that ${d.source} names, “${d.name}”, cannot be one: ${d.reason}.`,
      'Nothing was done. Name a folder.',
    ],
  },
  DataDirectoryOfAnother: {
    event: null,
    exit: 'accessDenied',
    text: (d: { account: string; owner: string; path: string }): Text => [
      `The data directory ${d.path} belongs to ${d.owner}, and this is ${d.account}.`,
      `Nothing was changed. Use the account ${d.owner}, or name a data directory of your own with SSO_DATA_DIR or --data-dir.`,
    ],
  },
  DataDirectoryUnusable: {
    event: null,
    exit: 'failed',
    text: (d: { path: string; reason: string }): Text => [
      `The data directory ${d.path} cannot be used (${d.reason}).`,
      /E(NOSPC|DQUOT)/.test(d.reason)
        ? 'Free some space there (df -h and df -i tell which is used up) and try again.'
        : /EROFS/.test(d.reason)
          ? 'Make the disk writable, or name another data directory with SSO_DATA_DIR or --data-dir.'
          : 'Check that it is a folder that belongs to this account, or name another with SSO_DATA_DIR or --data-dir.',
    ],
  },
  DatabaseAccessDenied: {
    event: 10513,
    exit: 'accessDenied',
    text: (d: { path: string; reason: string }): Text => [
      `This account may not use the SSO database ${d.path} (${d.reason}).`,
      'Nothing was changed. Give the account the right to read and write the file and its folder, or use the account they belong to.',
    ],
  },
  DatabaseBusy: {
    event: 10513,
    exit: 'conflict',
    text: (d: { path: string; holder?: string }): Text => [
      d.holder === undefined
        ? `Another process is writing to the SSO database ${d.path}.`
        : `Another process is writing to the SSO database ${d.path}: ${d.holder}.`,
      d.holder === undefined
        ? 'Try again in a moment; if it goes on, find out which process holds the file.'
        : 'Try again in a moment; if it goes on, see what that process is doing.',
    ],
  },
  DatabaseCopyFailed: {
    event: 10513,
    exit: 'failed',
    text: (d: { path: string; reason: string }): Text => [
      `The copy ${d.path} of the SSO database could not be made (${d.reason}).`,
      'The database itself is as it was. Free some space, or correct the permissions, and try again.',
    ],
  },
  DatabaseDamaged: {
    event: 10513,
    exit: 'damaged',
    text: (d: { path: string; reason: string }): Text => [
      `The SSO database ${d.path} cannot be read (${d.reason}).`,
      'It was left as it is. Restore the file from a backup of the database.',
    ],
  },
  DatabaseExists: {
    event: 10549,
    exit: 'conflict',
    text: (d: { path: string }): Text => [
      `There is an SSO database at ${d.path} already.`,
      'Use it, or use another data directory.',
    ],
  },
  DatabaseForeign: {
    event: 10728,
    exit: 'failed',
    text: (d: { path: string }): Text => [
      `The file ${d.path} is not an SSO database.`,
      'It was left as it is. Move it away, or use another data directory.',
    ],
  },
  DatabaseFull: {
    event: 10513,
    exit: 'failed',
    text: (d: { path: string }): Text => [
      `There is no room left on the disk that holds the SSO database ${d.path}: no space, no more files, or the quota is used up.`,
      'No data was lost; the operation was rolled back. Free some space there (df -h and df -i tell which) and try again.',
    ],
  },
  DatabaseIoFailed: {
    event: 10513,
    exit: 'failed',
    text: (d: { path: string; reason: string }): Text => [
      `The disk that holds the SSO database ${d.path} could not be read or written (${d.reason}).`,
      'The operation was rolled back. Check the disk, its cables or its network, and the system log, and try again; make a copy of the file first.',
    ],
  },
  DatabaseLost: {
    event: 10513,
    exit: 'notFound',
    text: (d: { path: string; reason: string }): Text => [
      `The SSO database ${d.path} is lost: ${d.reason}.`,
      'Nothing was changed. Put the file back from its copy, closing the console and ending all commands first. Only if its credentials are given up for good, make a new, empty one with ssoconfig -createDatabase --force.',
    ],
  },
  DatabaseMissing: {
    event: 10513,
    exit: 'notFound',
    text: (d: { path: string }): Text => [
      `There is no SSO database at ${d.path}.`,
      'Check the data directory, or create a database there.',
    ],
  },
  DatabaseNotAFile: {
    event: 10513,
    exit: 'failed',
    text: (d: { path: string; reason: string }): Text => [
      `${d.path} is not a file that could be the SSO database (${d.reason}).`,
      'It was left as it is. Check the data directory, and what is in the place of the database.',
    ],
  },
  DatabaseOlderThanSecret: {
    event: 10513,
    exit: 'conflict',
    text: (d: { path: string; msid: string }): Text => [
      `The SSO database ${d.path} names ${d.msid} as the current master secret, which the secret store here neither holds nor has replaced: an older copy of the database seems to be in its place.`,
      'Nothing was changed. Put the newest copy of the database back; or restore a backup that holds that master secret.',
    ],
  },
  DatabaseNotUnique: {
    event: 10513,
    exit: 'conflict',
    text: (d: { what: string }): Text => [
      `The SSO database was not upgraded: it has ${d.what}, which are the same to this version.`,
      'The database is as it was. Delete one of them with the version that wrote it, and try again.',
    ],
  },
  DatabaseReadOnly: {
    event: 10513,
    exit: 'failed',
    text: (d: { path: string }): Text => [
      `The SSO database ${d.path} can only be read: its disk, its folder or the file is read-only.`,
      'Nothing was changed. Make it writable (mount -o remount,rw; permissions of the file and its folder) and try again.',
    ],
  },
  DatabaseReplaced: {
    event: 10513,
    exit: 'conflict',
    text: (d: { path: string }): Text => [
      `The file of the SSO database ${d.path} was moved or replaced while it was in use.`,
      'Nothing was written to it. Close the console and end what else uses it, see that the right file is there, and start again.',
    ],
  },
  NoSsoSystem: {
    event: null,
    exit: 'notFound',
    text: (d: { path: string; reason: string }): Text => [
      `There is no SSO system in ${d.path}: ${d.reason}.`,
      'Nothing was created. If there should be one, check --data-dir and SSO_DATA_DIR, and that its disk is mounted. To make a new one, an administrator of this computer runs ssoconfig -createDatabase.',
    ],
  },
  DatabaseVersionNewer: {
    event: 10728,
    exit: 'failed',
    text: (d: { supported: number; version: number }): Text => [
      `The SSO database was made by a newer version (schema ${d.version}; this version knows up to ${d.supported}).`,
      'It was left as it is. Update this program.',
    ],
  },
  SystemResourcesExhausted: {
    event: 10513,
    exit: 'failed',
    text: (d: { path: string; reason: string }): Text => [
      `The operating system has no resources left to use the SSO database ${d.path} (${d.reason}).`,
      'Nothing was changed. End other programs, or allow this account more memory and open files (ulimit), and try again.',
    ],
  },
} as const satisfies ErrorEntries
