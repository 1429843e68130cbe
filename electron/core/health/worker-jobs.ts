import { Worker } from 'node:worker_threads'
import { SsoError } from '../errors/sso-error.ts'
import { type DatabaseJob, type DatabaseJobReport, type DatabaseJobs, wipeKeys } from './database-jobs.ts'
import type { DecryptCheckOptions, DecryptCheckResult } from './decrypt-check.ts'

/**
 * Each job in a thread of its own: for the console, whose window must not stall.
 *
 * @param script - the built `database-jobs-worker.js`
 */
export function workerJobs(script: URL): DatabaseJobs {
  const run = <R>(job: DatabaseJob, options?: DecryptCheckOptions): Promise<R> =>
    runInWorker(new Worker(script, { workerData: job }), options) as Promise<R>
  return {
    check(task, options) {
      const running = run<DecryptCheckResult>({ kind: 'check', task }, options)
      // The worker has a copy of its own by now.
      wipeKeys(task)
      return running
    },
    survey: (target, full) => run({ kind: 'survey', target, full }),
    copy: (target, copy) => run({ kind: 'copy', target, copy }),
  }
}

function runInWorker(worker: Worker, { onProgress, signal }: DecryptCheckOptions = {}): Promise<unknown> {
  const stop = (): void => worker.postMessage('stop')
  if (signal?.aborted) stop()
  signal?.addEventListener('abort', stop, { once: true })
  return new Promise((resolve, reject) => {
    worker.on('message', (report: DatabaseJobReport) => {
      if (report.kind === 'progress') onProgress?.(report.progress)
      else if (report.kind === 'ended') resolve(report.result)
      else reject(SsoError.fromData(report.error))
    })
    worker.once('error', reject)
    worker.once('exit', (code) => reject(new Error(`the database's worker ended with ${code}`)))
  }).finally(() => signal?.removeEventListener('abort', stop))
}
