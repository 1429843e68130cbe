import { availableParallelism } from 'node:os'
import type { SecretKey } from '../credentials/batch-resealer.ts'
import { CredentialPages } from '../database/credential-pages.ts'
import { sweep } from './reencryption-sweep.ts'
import { type Resealer, sharedResealer, threadResealer, workerResealer } from './resealer.ts'

/** With fewer rows, starting a thread takes longer than it saves. */
const ROWS_WORTH_A_THREAD = 20_000

/** What one run of a re-encryption works with. */
export interface ReencryptionTask {
  readonly databasePath: string
  readonly from: SecretKey
  readonly to: SecretKey
  /** Rows there are, or about. */
  readonly rows: number
  /** URL of the built `reseal-worker.js`; without it everything is done on one thread. */
  readonly resealWorker?: string
}

export interface RunOptions {
  /** Called with the number of rows after each page written. */
  readonly onRows?: (count: number) => void
  readonly signal?: AbortSignal
}

/**
 * Runs a re-encryption to its end on the calling thread, which is blocked for a page at a time; the cryptography has
 * a thread of its own where that pays.
 *
 * @returns whether it came to the end, or was stopped.
 * @throws {@link SsoError} `DatabaseBusy`, `DatabaseFull`, `DatabaseDamaged`
 */
export async function runReencryption(
  task: ReencryptionTask,
  { onRows, signal }: RunOptions,
): Promise<'done' | 'stopped'> {
  const secrets = { from: task.from.id, to: task.to.id }
  const pages = await CredentialPages.open(task.databasePath, secrets)
  let resealer: Resealer | undefined
  try {
    resealer = await makeResealer(task)
    return await sweep({
      pages,
      resealer,
      ...(onRows === undefined ? {} : { onPage: ({ count }) => onRows(count) }),
      ...(signal === undefined ? {} : { signal }),
    })
  } finally {
    await resealer?.close()
    pages.close()
  }
}

async function makeResealer({ from, resealWorker, rows, to }: ReencryptionTask): Promise<Resealer> {
  const own = await threadResealer(from, to)
  if (resealWorker === undefined || rows < ROWS_WORTH_A_THREAD || availableParallelism() < 2) return own
  return sharedResealer(workerResealer(new URL(resealWorker), from, to), own)
}
