import type { Kysely } from 'kysely'
import type { Msid } from '../../../shared/master-secret.ts'
import type { SsoTables } from '../database/schema.ts'
import type { Within } from '../database/within.ts'
import { SsoError } from '../errors/sso-error.ts'

/** A server as the database has it. */
export interface ServerRow {
  readonly name: string
  readonly joinedAt: string
  readonly lastSeenAt: string | null
  readonly version: string | null
  readonly msids: readonly Msid[] | null
}

/** What a server is seen to be when it opens the system. */
export interface ServerSighting {
  readonly name: string
  /** UTC, ISO 8601. */
  readonly at: string
  readonly version: string
  readonly msids: readonly Msid[] | null
}

/** All that have joined, by name. */
export async function listServers(db: Kysely<SsoTables>): Promise<readonly ServerRow[]> {
  const rows = await db
    .selectFrom('server')
    .select(['name', 'joined_at', 'last_seen_at', 'version', 'msids'])
    .orderBy('name')
    .execute()
  return rows.map(({ joined_at, last_seen_at, msids, name, version }) => ({
    name,
    joinedAt: joined_at,
    lastSeenAt: last_seen_at,
    version,
    msids: msids === null ? null : (JSON.parse(msids) as readonly Msid[]),
  }))
}

export async function isServerKnown(db: Kysely<SsoTables>, name: string): Promise<boolean> {
  const row = await db.selectFrom('server').select('id').where('name', '=', name).executeTakeFirst()
  return row !== undefined
}

/** Adds a server that {@link isServerKnown} did not know in the same transaction. */
export async function insertServer(within: Within, name: string, at: string): Promise<void> {
  await within.insertInto('server').values({ name, joined_at: at }).execute()
}

/** Its audit levels go with it. */
export async function deleteServer(within: Within, name: string): Promise<void> {
  await within.deleteFrom('server').where('name', '=', name).execute()
}

/** Lets a server join, if it has not yet, and notes how it was seen. One statement: it needs no transaction. */
export async function noteServerSeen(
  within: Within,
  { at, msids, name, version }: ServerSighting,
): Promise<void> {
  const seen = { last_seen_at: at, version, msids: msids && JSON.stringify(msids) }
  await within
    .insertInto('server')
    .values({ name, joined_at: at, ...seen })
    .onConflict((conflict) => conflict.column('name').doUpdateSet(seen))
    .execute()
}

/**
 * @param name - as it is written in the database
 * @throws {@link SsoError} `ServerMissing`, naming those there are
 */
export async function requireServer(within: Within, name: string): Promise<void> {
  if (await isServerKnown(within, name)) return
  const known = (await listServers(within)).map((server) => server.name).join(', ')
  throw SsoError.of('ServerMissing', { server: name, known: known === '' ? 'none' : known })
}
