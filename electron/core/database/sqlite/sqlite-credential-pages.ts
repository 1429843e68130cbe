import type { SealedRows } from '../../crypto/sodium-batch.ts'
import { nearestInstant } from '../../errors/instant.ts'
import {
  type CredentialPage,
  type CredentialPages,
  type DamagedRow,
  NOT_AUTHENTIC,
  type ResealedPage,
  type SecretChange,
} from '../credential-rows.ts'
import { BEFORE_ALL } from '../schema.ts'
import type { DatabaseSyncInstance, StatementSyncInstance } from './load-sqlite.ts'
import { beginWithoutWaiting, makeDurable, openSqlite } from './sqlite-engine.ts'
import { toDatabaseError } from './sqlite-error.ts'
import { untilNotBusy } from './sqlite-transaction.ts'

const UNKNOWN_SECRET = 'its master secret is not in the secret store'

/** Cast, because SQLite keeps a text or a number in a blob's place, too: such a row is to be refused like any other. */
const PAGE = `SELECT mapping_id, secret_id, CAST(sealed AS blob) AS sealed
  FROM credential WHERE mapping_id > ? ORDER BY mapping_id LIMIT ?`

/** `group_concat` joins blobs as if they were text, which SQLite copies byte by byte; the length is checked after. */
const READ_JOINED = `SELECT count(*) AS count, min(mapping_id) AS first, max(mapping_id) AS last,
  max(length(sealed)) AS longest, sum(secret_id <> ?) AS others,
  cast(group_concat(sealed, '') AS blob) AS joined FROM (${PAGE})`

const WRITE_RANGE = `UPDATE credential SET secret_id = ?1, sealed = substr(?2, (mapping_id - ?3) * ?4 + 1, ?4)
  WHERE mapping_id BETWEEN ?3 AND ?5 AND secret_id = ?6`

const WRITE_LISTED = `UPDATE credential SET secret_id = ?, sealed = substr(?, listed.key * ? + 1, length(sealed))
  FROM json_each(?) AS listed WHERE mapping_id = listed.value AND secret_id = ?`

/** Another process may have begun another re-encryption since, which may stand at the same position. */
const STILL_RUNNING = `WHERE id = 1 AND state = 'running' AND to_secret_id = ?`

const ADVANCE = `UPDATE reencryption SET position = ?, done = done + ? ${STILL_RUNNING} AND position = ?`

const FINISH = `UPDATE reencryption SET state = 'done', finished_at = ? ${STILL_RUNNING}`
const BEGIN_AGAIN = `UPDATE reencryption SET position = ?, done = 0 ${STILL_RUNNING}`

const NOTE_DAMAGED = 'INSERT OR REPLACE INTO damaged_credential (mapping_id, reason) VALUES (?, ?)'

/** A row that is known not to open with its own secret stays so where that is not at hand any more. */
const NOTE_STRANGER = 'INSERT OR IGNORE INTO damaged_credential (mapping_id, reason) VALUES (?, ?)'

/** What was noted before of rows that have opened now. */
const FORGET_DAMAGED = `DELETE FROM damaged_credential WHERE mapping_id BETWEEN ? AND ? AND EXISTS
  (SELECT 1 FROM credential WHERE credential.mapping_id = damaged_credential.mapping_id AND secret_id = ?)`

/** On one connection, each of whose statements is prepared once. */
export class SqliteCredentialPages implements CredentialPages {
  readonly #path: string
  readonly #secrets: SecretChange
  readonly #database: DatabaseSyncInstance
  readonly #statements = new Map<string, StatementSyncInstance>()

  private constructor(path: string, secrets: SecretChange, database: DatabaseSyncInstance) {
    this.#path = path
    this.#secrets = secrets
    this.#database = database
  }

  /** @throws {@link SsoError} `DatabaseBusy`, `DatabaseDamaged` */
  static async open(path: string, secrets: SecretChange): Promise<SqliteCredentialPages> {
    try {
      const database = await openSqlite(path)
      makeDurable(database)
      return new SqliteCredentialPages(path, secrets, database)
    } catch (error) {
      throw toDatabaseError(error, path)
    }
  }

  async read(after: number, limit: number): Promise<CredentialPage | null> {
    return this.#guard(() => this.#readJoined(after, limit) ?? this.#readEach(after, limit))
  }

  write(resealed: ResealedPage): Promise<boolean> {
    const prepared = prepareWrite(resealed, this.#secrets)
    return this.#transaction(() => {
      const written = this.#advance(resealed) && this.#apply(resealed, prepared)
      return { result: written, end: written ? 'COMMIT' : 'ROLLBACK' }
    })
  }

  async position(): Promise<number | null> {
    const row = this.#guard(() =>
      this.#statement(`SELECT position FROM reencryption ${STILL_RUNNING}`).get(this.#secrets.to),
    )
    return row === undefined ? null : (row as { position: number }).position
  }

  finish(at: Date): Promise<number> {
    return this.#transaction(() => {
      const left = this.#countLeft()
      if (left === 0) this.#statement(FINISH).run(nearestInstant(at), this.#secrets.to)
      else this.#statement(BEGIN_AGAIN).run(BEFORE_ALL, this.#secrets.to)
      return { result: left, end: 'COMMIT' }
    })
  }

  async close(): Promise<void> {
    this.#statements.clear()
    this.#database.close()
  }

  /** Waits for others who write with the thread free; `work` itself holds it, for a page at most. */
  #transaction<T>(work: () => { readonly result: T; readonly end: 'COMMIT' | 'ROLLBACK' }): Promise<T> {
    const attempt = async () => this.#guard(() => this.#tryTransaction(work))
    return untilNotBusy(this.#path, attempt)
  }

  /** @returns `null` if somebody else is writing. */
  #tryTransaction<T>(
    work: () => { readonly result: T; readonly end: 'COMMIT' | 'ROLLBACK' },
  ): { readonly result: T } | null {
    if (!beginWithoutWaiting(this.#database)) return null
    try {
      const { end, result } = work()
      this.#database.exec(end)
      return { result }
    } catch (error) {
      this.#rollBack()
      throw error
    }
  }

  #countLeft(): number {
    const row = this.#statement(
      `SELECT count(*) AS count FROM credential WHERE secret_id <> ?
       AND mapping_id NOT IN (SELECT mapping_id FROM damaged_credential)`,
    ).get(this.#secrets.to)
    return (row as { count: number }).count
  }

  /** The quick way, for a page whose rows are all alike. */
  #readJoined(after: number, limit: number): CredentialPage | null {
    const found = this.#statement(READ_JOINED).get(this.#secrets.from, after, limit) as JoinedRow
    const { count, first, joined, last, longest, others } = found
    // None is longer than the longest: together they are as long only if none is shorter.
    const alike = count > 0 && others === 0 && joined.byteLength === count * longest
    if (!alike || last - first + 1 !== count) return null
    const rows = {
      mappingIds: consecutive(first, count),
      lengths: new Uint32Array(count).fill(longest),
      sealed: ownBytes(joined),
    }
    return { after, last, count, rows, strangers: [] }
  }

  #readEach(after: number, limit: number): CredentialPage | null {
    const found = this.#statement(PAGE).all(after, limit) as readonly CredentialRow[]
    const last = found.at(-1)
    if (last === undefined) return null
    const old = found.filter(({ secret_id }) => secret_id === this.#secrets.from)
    const rows = {
      mappingIds: Float64Array.from(old, ({ mapping_id }) => mapping_id),
      lengths: Uint32Array.from(old, ({ sealed }) => sealed.byteLength),
      sealed: ownBytes(Buffer.concat(old.map(({ sealed }) => sealed))),
    }
    const strangers = found
      .filter(({ secret_id }) => secret_id !== this.#secrets.from && secret_id !== this.#secrets.to)
      .map(({ mapping_id }) => ({ mappingId: mapping_id, reason: UNKNOWN_SECRET }))
    return { after, last: last.mapping_id, count: found.length, rows, strangers }
  }

  #advance({ failed, page }: ResealedPage): boolean {
    const done = page.count - failed.length - page.strangers.length
    return Number(this.#statement(ADVANCE).run(page.last, done, this.#secrets.to, page.after).changes) === 1
  }

  #apply({ failed, page }: ResealedPage, { parameters, sql }: PreparedWrite): true {
    if (page.rows.mappingIds.length > failed.length) this.#statement(sql).run(...parameters)
    this.#statement(FORGET_DAMAGED).run(page.after + 1, page.last, this.#secrets.to)
    for (const { mappingId, reason } of page.strangers) this.#statement(NOTE_STRANGER).run(mappingId, reason)
    for (const { mappingId, reason } of notAuthentic(page, failed)) {
      this.#statement(NOTE_DAMAGED).run(mappingId, reason)
    }
    return true
  }

  #statement(sql: string): StatementSyncInstance {
    const known = this.#statements.get(sql)
    if (known !== undefined) return known
    const statement = this.#database.prepare(sql)
    this.#statements.set(sql, statement)
    return statement
  }

  #guard<T>(call: () => T): T {
    try {
      return call()
    } catch (error) {
      throw toDatabaseError(error, this.#path)
    }
  }

  #rollBack(): void {
    try {
      this.#database.exec('ROLLBACK')
    } catch {
      // SQLite has rolled back by itself, as it does when the disk is full.
    }
  }
}

interface CredentialRow {
  readonly mapping_id: number
  readonly secret_id: number
  readonly sealed: Uint8Array
}

interface JoinedRow {
  readonly count: number
  readonly first: number
  readonly last: number
  readonly longest: number
  readonly others: number
  readonly joined: Uint8Array
}

interface PreparedWrite {
  readonly sql: string
  readonly parameters: readonly (number | string | Uint8Array)[]
}

/** Everything that can be done before the write lock is taken. */
function prepareWrite({ failed, page, sealed }: ResealedPage, { from, to }: SecretChange): PreparedWrite {
  const { lengths, mappingIds } = page.rows
  const first = mappingIds[0]
  const last = mappingIds.at(-1)
  const longest = largest(lengths)
  const alike = sealed.byteLength === longest * lengths.length
  const dense = first !== undefined && last !== undefined && last - first + 1 === mappingIds.length
  if (alike && dense && failed.length === 0) {
    return { sql: WRITE_RANGE, parameters: [to, sealed, first, longest, last, from] }
  }
  const { good, padded } = padRows(page.rows, sealed, new Set(failed), longest)
  return { sql: WRITE_LISTED, parameters: [to, padded, longest, JSON.stringify(good), from] }
}

function consecutive(first: number, count: number): Float64Array {
  const numbers = new Float64Array(count)
  for (let at = 0; at < count; at += 1) numbers[at] = first + at
  return numbers
}

function largest(numbers: Uint32Array): number {
  let most = 0
  for (let at = 0; at < numbers.length; at += 1) most = Math.max(most, numbers[at] as number)
  return most
}

/** The rows that did not fail, each in a place as wide as the longest. */
function padRows(
  { lengths, mappingIds }: SealedRows,
  sealed: Uint8Array,
  failed: Set<number>,
  width: number,
) {
  const good: number[] = []
  const padded = new Uint8Array((mappingIds.length - failed.size) * width)
  let at = 0
  for (let row = 0; row < mappingIds.length; row += 1) {
    const end = at + (lengths[row] as number)
    if (!failed.has(row)) {
      padded.set(sealed.subarray(at, end), good.length * width)
      good.push(mappingIds[row] as number)
    }
    at = end
  }
  return { good, padded }
}

function notAuthentic({ rows }: CredentialPage, failed: readonly number[]): readonly DamagedRow[] {
  return failed.map((row) => ({ mappingId: rows.mappingIds[row] as number, reason: NOT_AUTHENTIC }))
}

/** A buffer of its own, so that it can be handed to another thread. */
function ownBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer, byteLength } = bytes
  return buffer instanceof ArrayBuffer && buffer.byteLength === byteLength
    ? new Uint8Array(buffer)
    : new Uint8Array(bytes)
}
