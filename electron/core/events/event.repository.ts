import type { Kysely } from 'kysely'
import { type EventQuery, eventLevels } from '../../../shared/events.ts'
import type { Msid } from '../../../shared/master-secret.ts'
import type { EventTable, SsoTables } from '../database/schema.ts'
import type { Within } from '../database/within.ts'
import type { EventData, EventId, SsoEvent } from './event.ts'
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
 * Adds an event to the end of the chain. Where the end is not as it was recorded, the event
 * follows nothing, so that what was done there stays visible.
 */
export async function appendEvent(
  within: Within,
  event: SsoEvent,
  { keyOf, msid }: EventAuthentication,
): Promise<ChainLink> {
  const { id, previousDigest } = await nextLink(within, keyOf)
  const key = msid === null ? undefined : keyOf(msid)
  const fields = { id, ...toColumns(event), mac_msid: key === undefined ? null : msid }
  const digest = digestEvent(previousDigest, fields)
  const mac = key === undefined ? null : authenticateEvent(digest, key)
  await within
    .insertInto('event')
    .values({ ...fields, digest, mac })
    .execute()
  const head = {
    event_id: id,
    digest,
    mac: key === undefined ? null : authenticateHead(id, digest, key),
    mac_msid: fields.mac_msid,
  }
  const putHead = within.insertInto('event_head').values({ id: 1, ...head })
  await putHead.onConflict((conflict) => conflict.column('id').doUpdateSet(head)).execute()
  return { id, digest, mac, mac_msid: fields.mac_msid }
}

/** Whether the log has this very event. */
export async function isRecorded(within: Within, event: SsoEvent): Promise<boolean> {
  const { at, data, event_id, tracking_id } = toColumns(event)
  const same = await within
    .selectFrom('event')
    .select('id')
    .where('tracking_id', '=', tracking_id)
    .where('event_id', '=', event_id)
    .where('at', '=', at)
    .where('data', '=', data)
    .limit(1)
    .executeTakeFirst()
  return same !== undefined
}

async function nextLink(
  within: Within,
  keyOf: FindAuditKey,
): Promise<{ readonly id: number; readonly previousDigest: string }> {
  const last: ChainEnd =
    (await within
      .selectFrom('event')
      .select(['id', 'digest', 'mac_msid'])
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst()) ?? EMPTY_CHAIN
  const head = (await within.selectFrom('event_head').selectAll().executeTakeFirst()) ?? null
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
  return db.selectFrom('event').selectAll().where('id', '>', id).orderBy('id').limit(limit).execute()
}

/**
 * The record of the last event, and whether there is an event after the one with this `id`: both as they are at one
 * instant, because one statement reads them.
 */
export async function readChainEnd(
  db: Kysely<SsoTables>,
  id: number,
): Promise<{ readonly head: ChainHead | null; readonly hasMore: boolean }> {
  const { since, event_id, digest, mac, mac_msid } = await db
    .selectFrom((eb) =>
      eb
        .selectFrom('event')
        .select((event) => event.fn.countAll<number>().as('since'))
        .where('id', '>', id)
        .as('after'),
    )
    .leftJoin('event_head', (join) => join.onTrue())
    .select(['since', 'event_head.event_id', 'event_head.digest', 'event_head.mac', 'event_head.mac_msid'])
    .executeTakeFirstOrThrow()
  const head = event_id === null || digest === null ? null : { event_id, digest, mac, mac_msid }
  return { head, hasMore: since > 0 }
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

/** What the events of these ids say, and on which computer each was recorded; newest first, at most `limit` or all. */
export async function findEventData(
  db: Kysely<SsoTables>,
  eventIds: readonly EventId[],
  limit?: number,
): Promise<readonly { readonly computer: string; readonly data: EventData }[]> {
  const all = db
    .selectFrom('event')
    .select(['computer', 'data'])
    .where('event_id', 'in', eventIds)
    .orderBy('id', 'desc')
  const rows = await (limit === undefined ? all : all.limit(limit)).execute()
  return rows.map(({ computer, data }) => ({ computer, data: JSON.parse(data) as EventData }))
}

/** When the last `limit` events happened, the last first. UTC, ISO 8601. */
export async function readLastInstants(db: Kysely<SsoTables>, limit: number): Promise<readonly string[]> {
  const rows = await db.selectFrom('event').select('at').orderBy('id', 'desc').limit(limit).execute()
  return rows.map(({ at }) => at)
}

/** @throws `NoResultError` where there is no such event. */
export function readEvent(db: Kysely<SsoTables>, id: number): Promise<EventRow> {
  return db.selectFrom('event').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
}
