import { MessageChannel, type MessagePort, type Worker } from 'node:worker_threads'
import { BatchResealer, type ResealedRows } from '../crypto/batch-resealer.ts'
import { sealedBoxReady } from '../crypto/sealed-box.ts'
import type { SealedRows, SealingKey } from '../crypto/sodium-batch.ts'
import { wipe } from '../crypto/wipe.ts'

/** Opens rows under one master secret and seals them under another. */
export interface Resealer {
  /** Takes the sealed bytes away from the caller. */
  reseal(rows: SealedRows): Promise<ResealedRows>
  /** Wipes its keys. */
  close(): Promise<void>
}

/** On the calling thread. */
export async function threadResealer(from: SealingKey, to: SealingKey): Promise<Resealer> {
  await sealedBoxReady()
  const batches = new BatchResealer(from, to)
  return {
    reseal: async (rows) => batches.reseal(rows),
    close: async () => batches.close(),
  }
}

/** What `cipher-worker.js` is told first. */
export interface ResealOrder {
  readonly from: SealingKey
  readonly to: SealingKey
  /** Where it is asked. */
  readonly port: MessagePort
}

/** A thread that reseals what it is asked to through its port. */
export interface ResealThread {
  /** For {@link portResealer}, here or in another thread. It closes when the thread ends. */
  readonly port: MessagePort
  /** What ended the thread, if it failed. */
  failure(): Error | null
  close(): Promise<void>
}

/** @param worker - runs the built `cipher-worker.js` */
export function beginResealThread(worker: Worker, from: SealingKey, to: SealingKey): ResealThread {
  const { port1, port2 } = new MessageChannel()
  const order: ResealOrder = {
    from: { ...from, key: Uint8Array.from(from.key) },
    to: { ...to, key: Uint8Array.from(to.key) },
    port: port2,
  }
  worker.postMessage(order, [port2])
  wipe(order.from.key, order.to.key)
  let failure: Error | null = null
  worker.on('error', (error) => {
    failure = error
  })
  return {
    port: port1,
    failure: () => failure,
    async close() {
      await worker.terminate()
    },
  }
}

/** Asks a {@link ResealThread}. Questions are answered in order. */
export function portResealer(port: MessagePort): Resealer {
  const asked: { resolve(rows: ResealedRows): void; reject(error: Error): void }[] = []
  port.on('message', (rows: ResealedRows) => asked.shift()?.resolve(rows))
  let ended = false
  port.on('close', () => {
    ended = true
    for (const question of asked.splice(0)) question.reject(threadEnded())
  })
  return {
    reseal: (rows) =>
      new Promise((resolve, reject) => {
        if (ended) return reject(threadEnded())
        asked.push({ resolve, reject })
        port.postMessage(rows, [rows.sealed.buffer])
      }),
    async close() {
      port.close()
    },
  }
}

function threadEnded(): Error {
  return new Error("the re-encryption's thread ended before it had answered")
}

/** So many batches may wait for the other thread before the calling thread does one itself. */
const MOST_WAITING = 3

/** Shares the work: the other thread has the first call, and the calling one helps when that falls behind. */
export function sharedResealer(other: Resealer, own: Resealer): Resealer {
  let waiting = 0
  return {
    reseal(rows) {
      if (waiting >= MOST_WAITING) return own.reseal(rows)
      waiting += 1
      return other.reseal(rows).finally(() => {
        waiting -= 1
      })
    },
    async close() {
      await Promise.all([other.close(), own.close()])
    },
  }
}
