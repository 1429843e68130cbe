import type { DatabaseSyncInstance, SqliteModule, StatementSyncInstance } from '@photostructure/sqlite'

export type { DatabaseSyncInstance, StatementSyncInstance }
export type Sqlite = Pick<SqliteModule, 'DatabaseSync'>

let loading: Promise<Sqlite> | undefined
let loaded: Sqlite | undefined

/**
 * The one SQLite library of this process: the runtime's own or, on older runtimes, the package with the same API.
 * Nothing else may load either. POSIX drops a process's locks on a file when it closes any descriptor of it, and each
 * library keeps account of its own descriptors only: with two of them, a lock is lost without a word.
 */
export function loadSqlite(): Promise<Sqlite> {
  loading ??= chooseSqlite().then((sqlite) => {
    loaded = sqlite
    return sqlite
  })
  return loading
}

/** What {@link loadSqlite} has loaded; a bug, if it has not ended yet. */
export function loadedSqlite(): Sqlite {
  if (loaded === undefined) throw new Error('SQLite has not been loaded yet')
  return loaded
}

async function chooseSqlite(): Promise<Sqlite> {
  const builtIn = withoutItsWarning(() => process.getBuiltinModule('node:sqlite') as SqliteModule | undefined)
  // The first runtimes that bring SQLite lack what Kysely's dialect asks for (https://nodejs.org/api/sqlite.html).
  const isWhole = builtIn !== undefined && 'columns' in builtIn.StatementSync.prototype
  return isWhole ? builtIn : import('@photostructure/sqlite')
}

/** Node warns that its SQLite is experimental: no word for those who run a command. */
function withoutItsWarning<T>(load: () => T): T {
  const { emitWarning } = process
  process.emitWarning = (warning: string | Error, ...rest: unknown[]): void => {
    if (!/SQLite is an experimental feature/.test(String(warning)))
      Reflect.apply(emitWarning, process, [warning, ...rest])
  }
  try {
    return load()
  } finally {
    process.emitWarning = emitWarning
  }
}
