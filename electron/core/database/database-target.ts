/** Names a database so that another thread or process can open it. Plain data, without any password. */
export interface DatabaseTarget {
  readonly engine: 'sqlite'
  /** The database's file. */
  readonly path: string
}

/** The SQLite database in a file. */
export function sqliteAt(path: string): DatabaseTarget {
  return { engine: 'sqlite', path }
}
