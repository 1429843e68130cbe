import type { Kysely } from 'kysely'
import { type EventQuery, eventLevels } from '../../../shared/events.ts'
import type { Msid } from '../../../shared/master-secret.ts'
import type { RunQuery } from '../database/at-once.ts'
import type { EventTable, SsoTables } from '../database/schema.ts'
import type { SsoEvent } from './event.ts'
import {
  authenticateEvent,
  authenticateHead,
  BROKEN_DIGEST,
  type ChainEnd,
  type ChainHead,
  compareHead,
  digestEvent,
  EMPTY_CHAIN,
  type FindAuditKey,
} from './event-chain.ts'

/** An event's row. */
export type EventRow = Omit<EventTable, 'id' | 'data'> & { readonly id: number; readonly data: string }

/** What the chain says of an event. */
export type ChainLink = Pick<EventRow, 'id' | 'digest' | 'mac' | 'mac_msid'>

/** How an event is authenticated. */
export interface EventAuthentication {
  /** The secret under which to do it; `null` for none. One whose key is not at hand counts as none. */
  readonly msid: Msid | null
  readonly keyOf: FindAuditKey
}

/**
 * Takes a transaction: adds an event to the end of the chain. Where the end is not as it was recorded, the event
 * follows nothing, so that what was done there stays visible.
 */
export function appendEvent(
  run: RunQuery,
  db: Kysely<SsoTables>,
  event: SsoEvent,
  { keyOf, msid }: EventAuthentication,
): ChainLink {
  const { id, previousDigest } = nextLink(run, db, keyOf)
  const key = msid === null ? undefined : keyOf(msid)
  const fields = { id, ...toColumns(event), mac_msid: key === undefined ? null : msid }
  const digest = digestEvent(previousDigest, fields)
  const mac = key === undefined ? null : authenticateEvent(digest, key)
  run(
    db
      .insertInto('event')
      .values({ ...fields, digest, mac })
      .compile(),
  )
  const head = {
    event_id: id,
    digest,
    mac: key === undefined ? null : authenticateHead(id, digest, key),
    mac_msid: fields.mac_msid,
  }
  const putHead = db.insertInto('event_head').values({ id: 1, ...head })
  run(putHead.onConflict((conflict) => conflict.column('id').doUpdateSet(head)).compile())
  return { id, digest, mac, mac_msid: fields.mac_msid }
}

/** Takes a transaction: whether the log has this very event. */
export function isRecorded(run: RunQuery, db: Kysely<SsoTables>, event: SsoEvent): boolean {
  const { at, data, event_id, tracking_id } = toColumns(event)
  const same = db
    .selectFrom('event')
    .select('id')
    .where('tracking_id', '=', tracking_id)
    .where('event_id', '=', event_id)
    .where('at', '=', at)
    .where('data', '=', data)
    .limit(1)
  return run(same.compile()).length > 0
}

function nextLink(
  run: RunQuery,
  db: Kysely<SsoTables>,
  keyOf: FindAuditKey,
): { readonly id: number; readonly previousDigest: string } {
  const selectLast = db
    .selectFrom('event')
    .select(['id', 'digest', 'mac_msid'])
    .orderBy('id', 'desc')
    .limit(1)
  const last = run<ChainEnd>(selectLast.compile())[0] ?? EMPTY_CHAIN
  const head = readHead(run, db)
  const state = compareHead(head, last, keyOf)
  if (head !== null && (state === 'ok' || state === 'unauthenticated')) {
    return { id: last.id + 1, previousDigest: head.digest }
  }
  return { id: Math.max(last.id, head?.event_id ?? 0) + 2, previousDigest: BROKEN_DIGEST }
}

function toColumns({ account, at, computer, data, eventId, level, trackingId }: SsoEvent) {
  return {
    event_id: eventId,
    level,
    at,
    tracking_id: trackingId,
    computer,
    account,
    data: JSON.stringify(data),
  }
}

/** @returns events in their order, after the one with this `id`. */
export async function readEventsAfter(
  db: Kysely<SsoTables>,
  id: number,
  limit: number,
): Promise<readonly EventRow[]> {
  return selectAfter(db, id, limit).execute()
}

/** Takes a transaction: as {@link readEventsAfter}, and, if there are none, the record of the last event. */
export function readChainEnd(
  run: RunQuery,
  db: Kysely<SsoTables>,
  id: number,
  limit: number,
): { readonly rows: readonly EventRow[]; readonly head: ChainHead | null } {
  const rows = run<EventRow>(selectAfter(db, id, limit).compile())
  return { rows, head: readHead(run, db) }
}

const selectAfter = (db: Kysely<SsoTables>, id: number, limit: number) =>
  db.selectFrom('event').selectAll().where('id', '>', id).orderBy('id').limit(limit)

function readHead(run: RunQuery, db: Kysely<SsoTables>): ChainHead | null {
  return run<ChainHead>(db.selectFrom('event_head').selectAll().compile())[0] ?? null
}

export async function countEvents(db: Kysely<SsoTables>): Promise<number> {
  const { count } = await db
    .selectFrom('event')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

/** @returns at most `limit` events, newest first. */
export async function findEvents(
  db: Kysely<SsoTables>,
  { before, level, since, trackingId }: EventQuery,
  limit: number,
): Promise<readonly EventRow[]> {
  const levels = eventLevels.slice(eventLevels.indexOf(level ?? 'information'))
  return db
    .selectFrom('event')
    .selectAll()
    .$if(trackingId !== undefined, (query) => query.where('tracking_id', '=', trackingId ?? ''))
    .$if(since !== undefined, (query) => query.where('at', '>=', since ?? ''))
    .$if(level !== undefined, (query) => query.where('level', 'in', levels))
    .$if(before !== undefined, (query) => query.where('id', '<', before ?? 0))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}

/** @returns the newest event of these ids that was recorded on this computer; `anywhere`: or on any. */
export async function findLastEvent(
  db: Kysely<SsoTables>,
  eventIds: readonly number[],
  computer: string,
  anywhere: readonly number[] = [],
): Promise<Pick<EventRow, 'event_id' | 'data'> | null> {
  const row = await db
    .selectFrom('event')
    .select(['event_id', 'data'])
    .where((eb) =>
      eb.or([
        eb.and([eb('event_id', 'in', [...eventIds]), eb('computer', '=', computer)]),
        eb('event_id', 'in', [...anywhere]),
      ]),
    )
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ?? null
}

/** @throws `NoResultError` where there is no such event. */
export function readEvent(db: Kysely<SsoTables>, id: number): Promise<EventRow> {
  return db.selectFrom('event').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
}
