import type { Worker } from 'node:worker_threads'
import { wipe } from '../crypto/wipe.ts'
import { SsoError } from '../errors/sso-error.ts'
import { SpareWorker } from '../threads/spare-worker.ts'
import { beginResealThread, type ResealThread } from './cipher-thread.ts'
import {
  type ReencryptionOrder,
  type ReencryptionReport,
  type ReencryptionTask,
  type RunOptions,
  runReencryption,
  wantsHelp,
} from './run-reencryption.ts'

/** Where a re-encryption runs. It takes the task's keys over and wipes them. */
export interface ReencryptionRunner {
  (task: ReencryptionTask, options: Omit<RunOptions, 'help'>): Promise<'done' | 'stopped'>
  /** Loads the threads for so many rows, or about, where that pays; a run that comes soon begins at once then. */
  prepare?(rows: number): void
}

/**
 * On the calling thread: for command lines, which have nothing else to do.
 *
 * @param cipherWorker - the built `cipher-worker.js`, if the cryptography may have a thread of its own
 */
export function inProcessRunner(cipherWorker?: URL): ReencryptionRunner {
  const helper = cipherWorker === undefined ? null : new SpareWorker(cipherWorker)
  const run: ReencryptionRunner = async (task, options) => {
    const help = helper === null ? null : beginHelp(helper, task)
    try {
      return await runReencryption(task, { ...options, help: help?.port })
    } catch (error) {
      throw help?.failure() ?? error
    } finally {
      wipe(task.from.key, task.to.key)
      await help?.close()
    }
  }
  run.prepare = (rows) => {
    if (wantsHelp(rows)) helper?.prepare()
  }
  return run
}

/**
 * In a thread of its own: for the console, whose window must not stall.
 *
 * @param script - the built `sweep-worker.js`
 * @param cipherWorker - the built `cipher-worker.js`
 */
export function workerRunner(script: URL, cipherWorker: URL): ReencryptionRunner {
  const runner = new SpareWorker(script)
  const helper = new SpareWorker(cipherWorker)
  const run: ReencryptionRunner = async (task, options) => {
    const help = beginHelp(helper, task)
    try {
      return await runIn(runner.take(), { task, help: help?.port }, options)
    } catch (error) {
      throw help?.failure() ?? error
    } finally {
      await help?.close()
    }
  }
  run.prepare = (rows) => {
    if (!wantsHelp(rows)) return
    runner.prepare()
    helper.prepare()
  }
  return run
}

function beginHelp(helper: SpareWorker, { from, rows, to }: ReencryptionTask): ResealThread | null {
  return wantsHelp(rows) ? beginResealThread(helper.take(), from, to) : null
}

function runIn(
  worker: Worker,
  order: ReencryptionOrder,
  { onRows, signal }: RunOptions,
): Promise<'done' | 'stopped'> {
  const { help, task } = order
  worker.postMessage(order, help === undefined ? [] : [help])
  wipe(task.from.key, task.to.key)
  const stop = (): void => worker.postMessage('stop')
  signal?.addEventListener('abort', stop, { once: true })
  return new Promise<'done' | 'stopped'>((resolve, reject) => {
    worker.on('message', (report: ReencryptionReport) => {
      if (report.kind === 'rows') onRows?.(report.count)
      else if (report.kind === 'ended') resolve(report.how)
      else reject(SsoError.fromData(report.error))
    })
    worker.once('error', reject)
    worker.once('exit', (code) => reject(new Error(`the re-encryption's worker ended with ${code}`)))
  }).finally(() => signal?.removeEventListener('abort', stop))
}
