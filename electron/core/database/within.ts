import type { Kysely } from 'kysely'
import type { SsoTables } from './schema.ts'

declare const inTransaction: unique symbol

/**
 * Queries inside one transaction, which nobody else's writing comes between. Only {@link SsoDatabase.transaction}
 * makes one, so that what belongs into a transaction does not compile outside of it.
 */
export type Within = Kysely<SsoTables> & { readonly [inTransaction]: true }
