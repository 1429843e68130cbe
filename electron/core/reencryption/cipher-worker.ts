import { parentPort } from 'node:worker_threads'
import { BatchResealer } from '../crypto/batch-resealer.ts'
import { sealedBoxReady } from '../crypto/sealed-box.ts'
import type { SealedRows } from '../crypto/sodium-batch.ts'
import { wipe } from '../crypto/wipe.ts'
import type { ResealOrder } from './cipher-thread.ts'

await sealedBoxReady()

parentPort?.once('message', ({ from, port, to }: ResealOrder) => {
  const batches = new BatchResealer(from, to)
  wipe(from.key, to.key)
  port.on('message', (rows: SealedRows) => {
    const resealed = batches.reseal(rows)
    port.postMessage(resealed, [resealed.sealed.buffer])
  })
})
