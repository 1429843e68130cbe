import { parentPort, workerData } from 'node:worker_threads'
import type { SsoErrorData } from '../../../shared/errors.ts'
import { wipe } from '../crypto/wipe.ts'
import { SsoError } from '../sso-error.ts'
import { type ReencryptionTask, runReencryption } from './reencryption-run.ts'

/** What the worker tells whoever started it. */
export type ReencryptionReport =
  | { readonly kind: 'rows'; readonly count: number }
  | { readonly kind: 'ended'; readonly how: 'done' | 'stopped' }
  | { readonly kind: 'failed'; readonly error: SsoErrorData }

const task = workerData as ReencryptionTask
const stop = new AbortController()
const report = (what: ReencryptionReport): void => parentPort?.postMessage(what)

// Anything said to it means that it is to stop.
parentPort?.once('message', () => stop.abort())

try {
  const how = await runReencryption(task, {
    onRows: (count) => report({ kind: 'rows', count }),
    signal: stop.signal,
  })
  report({ kind: 'ended', how })
} catch (error) {
  if (!(error instanceof SsoError)) throw error
  report({ kind: 'failed', error: error.toData() })
} finally {
  wipe(task.from.key, task.to.key)
  parentPort?.close()
}
