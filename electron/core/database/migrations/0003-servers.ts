import type { Kysely } from 'kysely'

/** What each SSO server was last seen to be: when, which version of this product, which master secrets it holds. */
export async function describeServers(db: Kysely<unknown>): Promise<void> {
  for (const column of ['last_seen_at', 'version', 'msids']) {
    await db.schema.alterTable('server').addColumn(column, 'text').execute()
  }
}
