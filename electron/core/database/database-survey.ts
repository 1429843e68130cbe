/** How the file was checked; `skipped` where it is too large for that to be quick. */
export type IntegrityDepth = 'quick' | 'full' | 'skipped'

/** An event that says what a check found: when, and its data as JSON text. */
export interface RecordedCheck {
  readonly at: string
  readonly data: string
}

/** The ids of the events that say what earlier checks found. */
export interface CheckEventIds {
  readonly backupVerified: number
  readonly logVerified: number
  readonly databaseChecked: number
  readonly credentialsChecked: number
}

/** What looking at every row, and perhaps at every page of the file, has shown. */
export interface DatabaseSurvey {
  readonly bytes: number
  readonly rowsBySecret: readonly { readonly secretId: number; readonly rows: number }[]
  readonly depth: IntegrityDepth
  /** The last of the events that say that a backup with such a secret was opened. */
  readonly verifications: readonly { readonly msid: string | null; readonly at: string }[]
  readonly events: number
  /** The newest event that says what verifying the log found, and how many were recorded since. */
  readonly logVerified: (RecordedCheck & { readonly id: number; readonly since: number }) | null
  /** The newest events that say what checking all of the file, and opening every credential, found. */
  readonly databaseChecked: RecordedCheck | null
  readonly credentialsChecked: RecordedCheck | null
  /** What SQLite says is wrong, the first 20 things; empty if nothing is. */
  readonly problems: readonly string[]
}
