import { Worker } from 'node:worker_threads'
import {
  BatchResealer,
  type ResealedRows,
  type SealedRows,
  type SecretKey,
} from '../credentials/batch-resealer.ts'
import { sealedBoxReady } from '../crypto/sealed-box.ts'
import { wipe } from '../crypto/wipe.ts'

/** Opens rows under one master secret and seals them under another. */
export interface Resealer {
  /** Takes the rows away from the caller. */
  reseal(rows: SealedRows): Promise<ResealedRows>
  /** Wipes its keys. */
  close(): Promise<void>
}

/** On the calling thread. */
export async function threadResealer(from: SecretKey, to: SecretKey): Promise<Resealer> {
  await sealedBoxReady()
  const batches = new BatchResealer(from, to)
  return {
    reseal: async (rows) => batches.reseal(rows),
    close: async () => batches.close(),
  }
}

export interface ResealWorkerKeys {
  readonly from: SecretKey
  readonly to: SecretKey
}

/**
 * On a thread of its own, so that the calling one can read and write meanwhile. Questions are answered in order.
 *
 * @param script - the built `reseal-worker.js`
 */
export function workerResealer(script: URL, from: SecretKey, to: SecretKey): Resealer {
  const keys: ResealWorkerKeys = {
    from: { id: from.id, key: Uint8Array.from(from.key) },
    to: { id: to.id, key: Uint8Array.from(to.key) },
  }
  const worker = new Worker(script, { workerData: keys })
  wipe(keys.from.key, keys.to.key)
  const asked: { resolve(rows: ResealedRows): void; reject(error: Error): void }[] = []
  worker.on('message', (rows: ResealedRows) => asked.shift()?.resolve(rows))
  const fail = (error: Error): void => {
    for (const question of asked.splice(0)) question.reject(error)
  }
  worker.on('error', fail)
  worker.on('exit', (code) => fail(new Error(`the re-encryption's worker ended with ${code}`)))
  return {
    reseal: (rows) =>
      new Promise((resolve, reject) => {
        asked.push({ resolve, reject })
        worker.postMessage(rows, [rows.sealed.buffer])
      }),
    async close() {
      worker.removeAllListeners('exit')
      await worker.terminate()
    },
  }
}

/** So many batches may wait for the worker before the calling thread does one itself. */
const MOST_WAITING = 3

/** Shares the work: the worker has the first call, and the calling thread helps when the worker falls behind. */
export function sharedResealer(worker: Resealer, own: Resealer): Resealer {
  let waiting = 0
  return {
    reseal(rows) {
      if (waiting >= MOST_WAITING) return own.reseal(rows)
      waiting += 1
      return worker.reseal(rows).finally(() => {
        waiting -= 1
      })
    },
    async close() {
      await Promise.all([worker.close(), own.close()])
    },
  }
}
