import type { SealedRows } from '../../crypto/sodium-batch.ts'
import type { CredentialScan, ScannedPage } from '../credential-rows.ts'
import type { DatabaseSyncInstance, StatementSyncInstance } from './load-sqlite.ts'
import { openSqliteToRead } from './sqlite-engine.ts'
import { toDatabaseError } from './sqlite-error.ts'

/** The page's columns; JSON arrays but for `joined`. */
interface PageRow {
  readonly mappingIds: string
  readonly secretIds: string
  readonly lengths: string
  readonly joined: Uint8Array
}

/** The casts are for rows that somebody else has written. */
const PAGE = `SELECT mapping_id, cast(secret_id AS integer) AS secret_id, cast(sealed AS blob) AS sealed
  FROM credential WHERE mapping_id > ? ORDER BY mapping_id LIMIT ?`

/**
 * One row for a page, several times as quick as row by row. `group_concat` joins blobs as if they were text, which
 * SQLite copies byte by byte.
 */
const READ_PAGE = `SELECT json_group_array(mapping_id) AS mappingIds, json_group_array(secret_id) AS secretIds,
  json_group_array(length(sealed)) AS lengths, cast(group_concat(sealed, '') AS blob) AS joined FROM (${PAGE})`

/** On a connection that cannot write, with one statement a page. */
export class SqliteCredentialScan implements CredentialScan {
  readonly #path: string
  readonly #database: DatabaseSyncInstance
  readonly #page: StatementSyncInstance

  private constructor(path: string, database: DatabaseSyncInstance) {
    this.#path = path
    this.#database = database
    this.#page = database.prepare(READ_PAGE)
  }

  /** @throws {@link SsoError} `DatabaseBusy`, `DatabaseDamaged` */
  static async open(path: string): Promise<SqliteCredentialScan> {
    try {
      const database = await openSqliteToRead(path)
      return new SqliteCredentialScan(path, database)
    } catch (error) {
      throw toDatabaseError(error, path)
    }
  }

  async count(): Promise<number> {
    const row = this.#guard(() => this.#database.prepare('SELECT count(*) AS count FROM credential').get())
    return (row as { count: number }).count
  }

  async read(after: number, limit: number): Promise<ScannedPage | null> {
    return this.#guard(() => this.#readPage(after, limit))
  }

  async close(): Promise<void> {
    this.#database.close()
  }

  #readPage(after: number, limit: number): ScannedPage | null {
    const found = this.#page.get(after, limit) as unknown as PageRow
    const mappingIds = JSON.parse(found.mappingIds) as readonly number[]
    const last = mappingIds.at(-1)
    if (last === undefined) return null
    const rows = { mappingIds, lengths: JSON.parse(found.lengths), sealed: found.joined }
    const secretIds = JSON.parse(found.secretIds) as readonly number[]
    return { last, count: mappingIds.length, groups: groupBySecret(rows, secretIds) }
  }

  #guard<T>(call: () => T): T {
    try {
      return call()
    } catch (error) {
      throw toDatabaseError(error, this.#path)
    }
  }
}

interface ListedRows {
  readonly mappingIds: readonly number[]
  readonly lengths: readonly number[]
  readonly sealed: Uint8Array
}

function groupBySecret(rows: ListedRows, secretIds: readonly number[]): ScannedPage['groups'] {
  const starts: number[] = []
  let at = 0
  for (const length of rows.lengths) {
    starts.push(at)
    at += length
  }
  return [...new Set(secretIds)].map((secretId) => {
    const places = [...secretIds.keys()].filter((place) => secretIds[place] === secretId)
    return { secretId, rows: pick(rows, starts, places) }
  })
}

function pick(
  { lengths, mappingIds, sealed }: ListedRows,
  starts: readonly number[],
  places: readonly number[],
): SealedRows {
  const valueAt = (values: readonly number[], place: number): number => values[place] as number
  const all = places.length === mappingIds.length
  const parts = all
    ? [sealed]
    : places.map((place) =>
        sealed.subarray(valueAt(starts, place), valueAt(starts, place) + valueAt(lengths, place)),
      )
  return {
    mappingIds: Float64Array.from(places, (place) => valueAt(mappingIds, place)),
    lengths: Uint32Array.from(places, (place) => valueAt(lengths, place)),
    sealed: Buffer.concat(parts),
  }
}
