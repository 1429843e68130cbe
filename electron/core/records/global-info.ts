export type {
  AuditLevels,
  GlobalInfo,
  GlobalInfoChanges,
  GlobalInfoSettings,
} from '../../../shared/global-info.ts'

/** What *GetDBInfo* shows. */
export interface DatabaseInfo {
  readonly path: string
  /** Of the file and its write-ahead log. */
  readonly bytes: number
  readonly schemaVersion: number
  readonly rows: Readonly<Record<string, number>>
  /** Credentials by the master secret they are under. */
  readonly credentials: readonly {
    /** `null` if the database does not know the secret. */
    readonly msid: string | null
    readonly isCurrent: boolean
    readonly rows: number
  }[]
}
