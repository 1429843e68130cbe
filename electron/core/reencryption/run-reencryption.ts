import { availableParallelism } from 'node:os'
import type { MessagePort } from 'node:worker_threads'
import type { SsoErrorData } from '../../../shared/errors.ts'
import type { SealingKey } from '../crypto/sodium-batch.ts'
import type { DatabaseTarget } from '../database/database-target.ts'
import { openCredentialPages } from '../database/engines/open-credential-rows.ts'
import { portResealer, type Resealer, sharedResealer, threadResealer } from './cipher-thread.ts'
import { sweep } from './sweep.ts'

/** With fewer rows, starting a thread takes longer than it saves. */
const ROWS_WORTH_A_THREAD = 20_000

/** What one run of a re-encryption works with. */
export interface ReencryptionTask {
  readonly target: DatabaseTarget
  readonly from: SealingKey
  readonly to: SealingKey
  /** Rows there are, or about. */
  readonly rows: number
}

/** What `sweep-worker.js` is told first. */
export interface ReencryptionOrder {
  readonly task: ReencryptionTask
  readonly help: MessagePort | undefined
}

/** What the worker tells whoever started it. */
export type ReencryptionReport =
  | { readonly kind: 'rows'; readonly count: number }
  | { readonly kind: 'ended'; readonly how: 'done' | 'stopped' }
  | { readonly kind: 'failed'; readonly error: SsoErrorData }

/** Whether a second thread for the cryptography pays. */
export function wantsHelp(rows: number): boolean {
  return rows >= ROWS_WORTH_A_THREAD && availableParallelism() >= 2
}

export interface RunOptions {
  /** Called with the number of rows after each page written. */
  readonly onRows?: (count: number) => void
  readonly signal?: AbortSignal
  /** Of a thread for the cryptography; without it everything is done on the calling thread. */
  readonly help?: MessagePort | undefined
}

/**
 * Runs a re-encryption to its end on the calling thread, which is blocked for a page at a time.
 *
 * @returns whether it came to the end, or was stopped.
 * @throws {@link SsoError} `DatabaseBusy`, `DatabaseFull`, `DatabaseDamaged`
 */
export async function runReencryption(
  task: ReencryptionTask,
  { help, onRows, signal }: RunOptions,
): Promise<'done' | 'stopped'> {
  const secrets = { from: task.from.secretId, to: task.to.secretId }
  const pages = await openCredentialPages(task.target, secrets)
  let resealer: Resealer | undefined
  try {
    resealer = await makeResealer(task, help)
    return await sweep({
      pages,
      resealer,
      ...(onRows === undefined ? {} : { onPage: ({ count }) => onRows(count) }),
      ...(signal === undefined ? {} : { signal }),
    })
  } finally {
    await resealer?.close()
    await pages.close()
  }
}

async function makeResealer({ from, to }: ReencryptionTask, help?: MessagePort): Promise<Resealer> {
  const own = await threadResealer(from, to)
  return help === undefined ? own : sharedResealer(portResealer(help), own)
}
