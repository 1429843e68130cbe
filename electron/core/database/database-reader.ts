import type { CompiledQuery } from 'kysely'

/** Runs a prepared query, its parameters in the order of the query's own, and returns the first row. */
export type ReadFirst<Row> = (...parameters: readonly (number | string)[]) => Promise<Row | undefined>

/**
 * Reads beside the transactions of this process, with queries prepared once: for what is done many thousand times a
 * second. Sees committed data only.
 */
export interface DatabaseReader {
  /**
   * Prepares a query, compiled with any parameters, to be run with others.
   *
   * @throws {@link SsoError} `DatabaseBusy`, `DatabaseDamaged`; so does running it.
   */
  prepare<Row>(query: CompiledQuery<Row>): ReadFirst<Row>
  /**
   * A number that is another one after anything in the database has changed: at once if this process changed it,
   * within 20 ms if another one or another thread did.
   *
   * @throws {@link SsoError} `DatabaseBusy`, `DatabaseDamaged`
   */
  version(): number
}
