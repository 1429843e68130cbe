import type { CompiledQuery } from 'kysely'
import type { DatabaseReader, ReadFirst } from '../database-reader.ts'
import type { DatabaseSyncInstance, StatementSyncInstance } from './load-sqlite.ts'
import { openSqlite, openSqliteReadOnly } from './sqlite-engine.ts'
import { toDatabaseError } from './sqlite-error.ts'

/** Asking SQLite each time costs more than a look-up that is answered from memory. */
const CHECK_EVERY_MS = 20

/** A connection that only reads, beside the one of Kysely: it sees nothing that is not committed. */
export class SqliteReader implements DatabaseReader {
  readonly #path: string
  readonly #connection: DatabaseSyncInstance
  readonly #ownWrites: () => number
  readonly #dataVersion: StatementSyncInstance
  #seenWrites = -1
  #checkAgainAt = 0
  #version = 0

  private constructor(path: string, connection: DatabaseSyncInstance, ownWrites: () => number) {
    this.#path = path
    this.#connection = connection
    this.#ownWrites = ownWrites
    this.#dataVersion = connection.prepare('PRAGMA data_version')
  }

  /**
   * @param ownWrites - how many statements that may write this process has run on its other connection
   * @throws {@link SsoError} `DatabaseBusy`, `DatabaseDamaged`
   */
  static async open(path: string, ownWrites: () => number, isReadOnly = false): Promise<SqliteReader> {
    try {
      const connection = await (isReadOnly ? openSqliteReadOnly(path) : openSqlite(path))
      connection.exec('PRAGMA query_only = ON')
      return new SqliteReader(path, connection, ownWrites)
    } catch (error) {
      throw toDatabaseError(error, path)
    }
  }

  prepare<Row>(query: CompiledQuery<Row>): ReadFirst<Row> {
    const statement = this.#guard(() => this.#connection.prepare(query.sql))
    return async (...parameters) => this.#guard(() => statement.get(...parameters) as Row | undefined)
  }

  version(): number {
    const writes = this.#ownWrites()
    const now = performance.now()
    if (writes === this.#seenWrites && now < this.#checkAgainAt) return this.#version
    this.#version = this.#guard(() => this.#dataVersion.get() as { data_version: number }).data_version
    this.#seenWrites = writes
    this.#checkAgainAt = now + CHECK_EVERY_MS
    return this.#version
  }

  close(): void {
    this.#connection.close()
  }

  #guard<T>(call: () => T): T {
    try {
      return call()
    } catch (error) {
      throw toDatabaseError(error, this.#path)
    }
  }
}
