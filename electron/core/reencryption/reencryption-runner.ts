import { Worker } from 'node:worker_threads'
import { wipe } from '../crypto/wipe.ts'
import { SsoError } from '../sso-error.ts'
import { type ReencryptionTask, type RunOptions, runReencryption } from './reencryption-run.ts'
import type { ReencryptionReport } from './reencryption-worker.ts'

/** Where a re-encryption runs. It takes the task's keys over and wipes them. */
export type ReencryptionRunner = (
  task: Omit<ReencryptionTask, 'resealWorker'>,
  options: RunOptions,
) => Promise<'done' | 'stopped'>

/**
 * On the calling thread: for command lines, which have nothing else to do.
 *
 * @param resealWorker - the built `reseal-worker.js`, if the cryptography may have a thread of its own
 */
export function inProcessRunner(resealWorker?: URL): ReencryptionRunner {
  return async (task, options) => {
    try {
      const helped = resealWorker === undefined ? task : { ...task, resealWorker: resealWorker.href }
      return await runReencryption(helped, options)
    } finally {
      wipe(task.from.key, task.to.key)
    }
  }
}

/**
 * In a thread of its own: for the console, whose window must not stall.
 *
 * @param script - the built `reencryption-worker.js`
 * @param resealWorker - the built `reseal-worker.js`
 */
export function workerRunner(script: URL, resealWorker: URL): ReencryptionRunner {
  return (task, options) => {
    const worker = new Worker(script, { workerData: { ...task, resealWorker: resealWorker.href } })
    wipe(task.from.key, task.to.key)
    const stop = (): void => worker.postMessage('stop')
    options.signal?.addEventListener('abort', stop, { once: true })
    return new Promise<'done' | 'stopped'>((resolve, reject) => {
      worker.on('message', (report: ReencryptionReport) => {
        if (report.kind === 'rows') options.onRows?.(report.count)
        else if (report.kind === 'ended') resolve(report.how)
        else reject(SsoError.fromData(report.error))
      })
      worker.once('error', reject)
      worker.once('exit', (code) => reject(new Error(`the re-encryption's worker ended with ${code}`)))
    }).finally(() => options.signal?.removeEventListener('abort', stop))
  }
}
