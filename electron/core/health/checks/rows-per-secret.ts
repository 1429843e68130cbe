import { numberInWords } from '../../../../shared/numbers-in-words.ts'
import { readMsids } from '../../records/secret.repository.ts'
import {
  amber,
  type Check,
  credentials,
  type FilledStore,
  type Finding,
  green,
  type HealthContext,
  ofSecret,
  red,
} from './health-check.ts'

/** Every row names a secret that is at hand, and soon the current one. */
export const rowsPerSecretCheck: Check = {
  id: 'rows-per-secret',
  title: 'Credentials per master secret',
  fixWhenThrown: null,
  find: (context) =>
    ofSecret(context, async (content) => {
      const rows = await countByMsid(context)
      return findStrangers(content, rows) ?? findUnfinished(context, content, rows)
    }),
}

type RowsByMsid = ReadonlyMap<string, number>

async function countByMsid({ survey, tables }: HealthContext): Promise<RowsByMsid> {
  const { rowsBySecret } = await survey()
  const msids = await readMsids(tables)
  return new Map(
    rowsBySecret.map(({ rows, secretId }) => [msids.get(secretId) ?? `unknown (${secretId})`, rows]),
  )
}

function findStrangers({ current, previous }: FilledStore, rows: RowsByMsid): Finding | null {
  const strangers = [...rows].filter(([msid]) => msid !== current.msid && msid !== previous?.msid)
  if (strangers.length === 0) return null
  const shown = strangers.map(([msid, count]) => `${credentials(count)} under ${msid}`).join(', ')
  return red(`No available master secret decrypts these: ${shown}.`, 'restore-secret')
}

function findUnfinished(
  { reencryption, system }: HealthContext,
  { current, previous }: FilledStore,
  rows: RowsByMsid,
): Finding {
  const now = rows.get(current.msid) ?? 0
  const old = previous === null ? 0 : (rows.get(previous.msid) ?? 0)
  const shown = `${credentials(now)} under the current master secret, ${numberInWords(old)} under the previous one`
  if (system.currentMsid !== current.msid)
    return amber(
      `${shown}: they are re-encrypted once the database has been told which one is current.`,
      null,
    )
  const phase = reencryption?.phase ?? 'done'
  if (phase === 'paused' || phase === 'cancelled')
    return amber(`${shown}: the re-encryption was ${phase}.`, 'resume-reencryption')
  // Without numbers, which would be others in a moment.
  if (phase === 'running' || phase === 'elsewhere')
    return amber('The credentials are being re-encrypted under the current master secret.', null)
  if (phase !== 'done') return amber(`${shown}: the re-encryption is not done yet.`, 'resume-reencryption')
  if (old === 0) return green(`${shown}.`)
  return amber(`${shown}: the re-encryption left them as they were.`, 'check-credentials')
}
