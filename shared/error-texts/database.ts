import type { Text } from './text.ts'

/** The data directory and the SSO database. */
export const databaseTexts = {
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
} as const
