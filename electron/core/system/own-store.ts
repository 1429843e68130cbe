import type { Kysely } from 'kysely'
import type { Msid } from '../../../shared/master-secret.ts'
import type { SsoTables } from '../database/schema.ts'
import { SsoError } from '../errors/sso-error.ts'
import { findEventData } from '../events/event.repository.ts'
import { eventIds } from '../events/event.ts'
import type { SystemRow } from '../records/system.repository.ts'
import type { SecretStore } from '../secret-store/secret-store.ts'
import type { SecretStoreContent } from '../secret-store/secret-store-file.ts'

/** Where to look for the secret store of the master secret server, and whose it must be. */
export interface OwnStoreSources {
  readonly tables: Kysely<SsoTables>
  readonly store: Pick<SecretStore, 'read'>
  /** This computer's name; it is the master secret server. */
  readonly server: string
}

/** How many events are looked through for the one that says what has become of the secret. */
const MOST_EVENTS = 100

/**
 * The secret store that a master secret server works with: its own, of this system, with the system's current secret in
 * it. One that has become the master secret server has none such until the secret is restored there.
 *
 * @throws {@link SsoError} `MasterSecretAwaitsRestore`; `SecretStoreMissing` where it was not moved;
 * `SecretStoreForeign`, `SecretStoreDamaged`, `SecretStoreVersionNewer`
 */
export async function requireOwnStore(from: OwnStoreSources, system: SystemRow): Promise<SecretStoreContent> {
  const content = await from.store.read()
  const { currentMsid, systemId } = system
  if (content === null) {
    const previousServer = await readPreviousServer(from)
    if (currentMsid !== null && previousServer !== null)
      throw awaitsRestore(from, currentMsid, previousServer)
    throw SsoError.of('SecretStoreMissing', { msid: currentMsid ?? 'none yet' })
  }
  if (content.systemId !== systemId)
    throw SsoError.of('SecretStoreForeign', { found: content.systemId, expected: systemId })
  const awaited = currentMsid ?? content.current?.msid ?? null
  if (awaited === null) return content
  if (content.server !== from.server) throw awaitsRestore(from, awaited, content.server)
  if (await isOutdated(from, content, currentMsid))
    throw awaitsRestore(from, awaited, await readPreviousServer(from))
  return content
}

/** Whether the system's current secret was made current by another server after this store was written. */
async function isOutdated(
  { server, tables }: OwnStoreSources,
  { current, previous }: SecretStoreContent,
  currentMsid: Msid | null,
): Promise<boolean> {
  if (currentMsid === null || current?.msid === currentMsid || previous?.msid === currentMsid) return false
  const makers = await findEventData(
    tables,
    [eventIds.masterSecretGenerated, eventIds.masterSecretRestored],
    MOST_EVENTS,
  )
  const maker = makers.find(({ data }) => data.msid === currentMsid)
  // Where this server made it current itself, the store is the newer one: the database has not been told yet.
  return maker !== undefined && maker.computer !== server
}

function awaitsRestore({ server }: OwnStoreSources, msid: Msid, previousServer: string | null): SsoError {
  return SsoError.of('MasterSecretAwaitsRestore', {
    server,
    msid,
    previousServer: previousServer ?? 'another server',
  })
}

/** @returns who was the master secret server before this one became it; `null` if it always was, as far as is known. */
async function readPreviousServer({ server, tables }: OwnStoreSources): Promise<string | null> {
  const moves = await findEventData(tables, [eventIds.masterSecretServerChanged], MOST_EVENTS)
  const before = moves.find(({ data }) => data.after === server)?.data.before
  return before === undefined ? null : String(before)
}
