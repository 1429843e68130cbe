import { loadSqlite } from '../../electron/core/database/sqlite/load-sqlite.ts'

export type { DatabaseSyncInstance } from '../../electron/core/database/sqlite/load-sqlite.ts'

/** What tests read and change databases with: the library that the product has loaded, since a second would drop its locks. */
export const { DatabaseSync } = await loadSqlite()
