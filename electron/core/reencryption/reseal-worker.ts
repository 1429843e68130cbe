import { parentPort, workerData } from 'node:worker_threads'
import { BatchResealer, type SealedRows } from '../credentials/batch-resealer.ts'
import { sealedBoxReady } from '../crypto/sealed-box.ts'
import { wipe } from '../crypto/wipe.ts'
import type { ResealWorkerKeys } from './resealer.ts'

await sealedBoxReady()
const { from, to } = workerData as ResealWorkerKeys
const batches = new BatchResealer(from, to)
wipe(from.key, to.key)

parentPort?.on('message', (rows: SealedRows) => {
  const resealed = batches.reseal(rows)
  parentPort?.postMessage(resealed, [resealed.sealed.buffer])
})
