import type { BackupDescription } from '../backup.ts'

/** A file the administrator picked in a native dialog. The path stays in the main process. */
export interface FileChoice {
  /** Single use, expires. */
  readonly token: string
  readonly displayPath: string
}

/** A backup the administrator picked in a native dialog, and what it says without its password. */
export interface OpenedBackup {
  /** Good any number of times until it expires. */
  readonly token: string
  readonly backup: BackupDescription
}
