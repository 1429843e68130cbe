import type { MasterSecretServerMove } from '../../../shared/global-info.ts'
import type { Within } from '../database/within.ts'
import { readGlobalInfo, writeMasterSecretServer } from '../records/global-info.repository.ts'
import { requireServer } from '../records/server.repository.ts'
import { readReencryption } from '../reencryption/reencryption.repository.ts'
import { requireFinished } from '../reencryption/require-finished.ts'
import { normaliseServerName } from '../servers/server-name.ts'

/**
 * Makes another server the master secret server, so that there is one at any time. The right to do
 * so has been checked. The secret itself does not move: it is restored on the new server, from a backup.
 *
 * @param to - a server that has joined, in any case
 * @throws {@link SsoError} `ServerMissing`; `Busy` while a re-encryption, which takes the old server, is unfinished
 */
export async function moveMasterSecretServer(within: Within, to: string): Promise<MasterSecretServerMove> {
  const after = normaliseServerName(to)
  const { masterSecretServer: before } = await readGlobalInfo(within)
  if (after === before) return { before, after }
  await requireServer(within, after)
  requireFinished(await readReencryption(within))
  await writeMasterSecretServer(within, after)
  return { before, after }
}
