import type { DatabaseRemains } from '../database-remains.ts'
import type { CheckEventIds, DatabaseSurvey } from '../database-survey.ts'
import type { DatabaseTarget } from '../database-target.ts'
import { copyDatabase } from '../sqlite/database-copy.ts'
import { databaseBytes, findRemains, setLogAside } from '../sqlite/sqlite-files.ts'
import { surveyDatabase } from '../sqlite/sqlite-survey.ts'

/** What is done to a database as a whole, open or not. */
export interface DatabaseMaintenance {
  /**
   * Bytes that it takes.
   *
   * @throws {@link SsoError} `DatabaseMissing`, `DatabaseAccessDenied`, `DatabaseIoFailed` and the others of its file
   */
  size(): Promise<number>
  /**
   * Looks it through, on a connection that cannot write; blocks the calling thread for as long as that takes.
   *
   * @param full - whether to check all of it, whatever its size
   * @throws {@link SsoError} `DatabaseMissing`, `DatabaseBusy`, `DatabaseDamaged`
   */
  survey(full: boolean, eventIds: CheckEventIds): Promise<DatabaseSurvey>
  /**
   * Copies it, as it was last committed, to an SQLite file that must not exist yet (mode 0600). Writers go on
   * meanwhile; the calling thread is blocked. The copy is not synced: it is to be thrown away.
   *
   * @throws {@link SsoError} `DatabaseCopyFailed`; there is no copy then.
   */
  copyTo(path: string): Promise<void>
  /** @throws {@link SsoError} `DatabaseIoFailed` and the others of its file, where it cannot be looked at */
  findRemains(): Promise<DatabaseRemains>
  /** Keeps what holds committed data of a database that is given up, so that a new one does not remove it. */
  setRemainsAside(): Promise<void>
}

export function maintenanceOf({ path }: DatabaseTarget): DatabaseMaintenance {
  return {
    size: () => databaseBytes(path),
    survey: (full, eventIds) => surveyDatabase(path, full, eventIds),
    copyTo: (copy) => copyDatabase(path, copy),
    findRemains: () => findRemains(path),
    setRemainsAside: () => setLogAside(path),
  }
}
