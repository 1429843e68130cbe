import { setImmediate as turn } from 'node:timers/promises'
import type { CredentialCheckProgress } from '../../../shared/health.ts'
import { BatchOpener } from '../crypto/batch-opener.ts'
import { sealedBoxReady } from '../crypto/sealed-box.ts'
import type { SealedRows, SealingKey } from '../crypto/sodium-batch.ts'
import type { CredentialScan, ScannedPage } from '../database/credential-rows.ts'
import type { DatabaseTarget } from '../database/database-target.ts'
import { openCredentialScan } from '../database/engines/open-credential-rows.ts'
import { BEFORE_ALL } from '../database/schema.ts'
import { refuseIfCancelled } from '../errors/cancelled.ts'
import { RateMeter } from '../reencryption/rate-meter.ts'

/** Rows read and opened at a time. */
const PAGE_ROWS = 3_500
const MOST_LISTED = 1_000

/** What one check of all credentials works with. */
export interface DecryptCheckTask {
  readonly target: DatabaseTarget
  /** Of the master secrets at hand. */
  readonly keys: readonly SealingKey[]
}

export interface DecryptCheckOptions {
  /** Called after each page. */
  readonly onProgress?: (progress: CredentialCheckProgress) => void
  readonly signal?: AbortSignal
}

/** A row that does not open. `unknown-secret`: none of the keys is that of the secret it names. */
export interface UnopenedRow {
  readonly mappingId: number
  readonly why: 'not-authentic' | 'unknown-secret'
}

/** What opening every row has shown. */
export interface DecryptCheckResult {
  readonly total: number
  readonly unreadable: number
  /** The first 1,000 of them. */
  readonly unopened: readonly UnopenedRow[]
  readonly bySecret: readonly SecretTally[]
}

interface SecretTally {
  readonly secretId: number
  readonly rows: number
  readonly unreadable: number
}

/**
 * Opens every credential with the key of the secret it names, on the calling thread, which is blocked for a page at a
 * time. Writes nothing. The keys stay the caller's.
 *
 * @throws {@link SsoError} `Cancelled`, `DatabaseBusy`, `DatabaseDamaged`
 */
export async function checkEveryCredential(
  { keys, target }: DecryptCheckTask,
  options: DecryptCheckOptions,
): Promise<DecryptCheckResult> {
  await sealedBoxReady()
  const scan = await openCredentialScan(target)
  const openers = new Map(keys.map((key) => [key.secretId, new BatchOpener(key)]))
  try {
    return await checkPages(scan, new Tally(openers), options)
  } finally {
    for (const opener of openers.values()) opener.close()
    await scan.close()
  }
}

async function checkPages(
  scan: CredentialScan,
  tally: Tally,
  { onProgress, signal }: DecryptCheckOptions,
): Promise<DecryptCheckResult> {
  const rate = new RateMeter()
  rate.begin()
  const total = await scan.count()
  let after = BEFORE_ALL
  for (;;) {
    refuseIfCancelled(signal)
    const page = await scan.read(after, PAGE_ROWS)
    if (page === null) return tally.result()
    tally.add(page)
    after = page.last
    rate.add(page.count)
    onProgress?.({ done: tally.rows, total: Math.max(total, tally.rows), rowsPerSecond: rate.perSecond() })
    await turn()
  }
}

/** Counts what opens and what does not. */
class Tally {
  readonly #openers: ReadonlyMap<number, BatchOpener>
  readonly #bySecret = new Map<number, { rows: number; unreadable: number }>()
  readonly #unopened: UnopenedRow[] = []
  rows = 0

  constructor(openers: ReadonlyMap<number, BatchOpener>) {
    this.#openers = openers
  }

  add({ count, groups }: ScannedPage): void {
    this.rows += count
    const unopened = groups.flatMap(({ rows, secretId }) => this.#addGroup(secretId, rows))
    const room = MOST_LISTED - this.#unopened.length
    this.#unopened.push(...unopened.sort((one, other) => one.mappingId - other.mappingId).slice(0, room))
  }

  result(): DecryptCheckResult {
    const bySecret = [...this.#bySecret].map(([secretId, counts]) => ({ secretId, ...counts }))
    const unreadable = bySecret.reduce((sum, counts) => sum + counts.unreadable, 0)
    return { total: this.rows, unreadable, unopened: this.#unopened, bySecret }
  }

  #addGroup(secretId: number, rows: SealedRows): readonly UnopenedRow[] {
    const opener = this.#openers.get(secretId)
    const failed = opener?.findUnopenable(rows) ?? [...rows.mappingIds.keys()]
    const counts = this.#bySecret.get(secretId) ?? { rows: 0, unreadable: 0 }
    this.#bySecret.set(secretId, {
      rows: counts.rows + rows.mappingIds.length,
      unreadable: counts.unreadable + failed.length,
    })
    const why = opener === undefined ? 'unknown-secret' : 'not-authentic'
    return failed.map((row) => ({ mappingId: rows.mappingIds[row] as number, why }))
  }
}
