import type { Kysely } from 'kysely'
import type { DatabaseReader } from './database-reader.ts'
import type { DatabaseTarget } from './database-target.ts'
import type { OutsideChanges } from './outside-changes.ts'
import type { SsoTables } from './schema.ts'
import type { WaitOptions } from './wait-options.ts'
import type { Within } from './within.ts'

/** What opening a database did to its schema. */
export interface DatabaseUpgrade {
  /** The schema found; 0 in a file without one. */
  readonly from: number
  readonly to: number
  /** The copy made of a database of an older schema. */
  readonly copy: string | null
}

/** What is to be there to be opened: `new` a place without a database, `existing` one with. */
export type DatabaseExpectation = 'either' | 'new' | 'existing'

/** An open SSO database, its schema up to date, of whatever engine. */
export interface SsoDatabase {
  readonly target: DatabaseTarget
  /** What it is called, for people and in errors. */
  readonly name: string
  /** Reads outside a transaction. */
  readonly tables: Kysely<SsoTables>
  readonly upgrade: DatabaseUpgrade
  /**
   * Runs queries that belong together; all of them take effect or none. One writes at a time, in all processes: while
   * somebody else does, the thread stays free. Never called within another one: it would wait for its end.
   *
   * @throws {@link SsoError} `DatabaseBusy` after 5 seconds or the caller's patience, `DatabaseFull`,
   * `DatabaseReadOnly` and the database's others
   */
  transaction<T>(work: (within: Within) => Promise<T>, options?: WaitOptions): Promise<T>
  /**
   * Has the database read as it is at this moment, in any number of queries, whatever is written meanwhile. Writers are
   * not kept waiting.
   *
   * @throws {@link SsoError} `DatabaseBusy`, `DatabaseDamaged` and the others of its file
   */
  snapshot<T>(read: (tables: Kysely<SsoTables>) => AsyncIterable<T>): AsyncGenerator<T>
  /**
   * The database's reader, the same each time; it is closed with the database.
   *
   * @throws {@link SsoError} `DatabaseBusy`, `DatabaseDamaged`
   */
  reader(): Promise<DatabaseReader>
  readonly changes: DatabaseChanges
  close(): Promise<void>
}

/** What others, and this process, do to the database. */
export interface DatabaseChanges extends Pick<OutsideChanges, 'onChange' | 'onEachChange'> {
  /**
   * A number that differs from that of the last call if anybody may have changed the database since.
   *
   * @throws {@link SsoError} `DatabaseBusy`, `DatabaseDamaged`
   */
  version(): number
}
