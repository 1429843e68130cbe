import type { Worker } from 'node:worker_threads'
import { SsoError } from '../errors/sso-error.ts'
import { SPARE_MS, SpareWorker } from '../threads/spare-worker.ts'
import type { KdfAnswer, KdfQuestion } from './kdf-worker.ts'

/** Turns a backup password into a key, as an age v1 scrypt recipient does (age-encryption.org/v1). */
export interface KeyDerivation {
  /** Gets ready for a {@link derive} that is likely to come soon, which is then faster. Never throws. */
  prepare?(): void

  /**
   * @param password - UTF-8; copied, not wiped.
   * @returns 32 bytes that the caller wipes.
   * @throws {@link SsoError} `Cancelled` once `signal` is aborted.
   */
  derive(
    password: Uint8Array,
    salt: Uint8Array,
    workFactor: number,
    signal?: AbortSignal,
  ): Promise<Uint8Array>
}

/**
 * Derives in a worker thread of its own for each call: the calling thread stays free, aborting stops at once,
 * and the 256 MiB that scrypt takes at work factor 18 go back with the thread.
 *
 * @param script - the built `kdf-worker.js`
 */
export function workerKeyDerivation(script: URL, spareMs = SPARE_MS): KeyDerivation {
  const spare = new SpareWorker(script, spareMs)
  return {
    prepare: () => spare.prepare(),
    derive(password, salt, workFactor, signal) {
      const question: KdfQuestion = { password: Uint8Array.from(password), salt, workFactor }
      return askWorker(() => spare.take(), question, signal)
    },
  }
}

function askWorker(take: () => Worker, question: KdfQuestion, signal?: AbortSignal): Promise<Uint8Array> {
  if (signal?.aborted) return Promise.reject(SsoError.of('Cancelled', {}))
  const worker = take()
  worker.postMessage(question, [question.password.buffer])
  return new Promise<Uint8Array>((resolve, reject) => {
    const cancel = (): void => reject(SsoError.of('Cancelled', {}))
    signal?.addEventListener('abort', cancel, { once: true })
    worker.once('message', (answer: KdfAnswer) => resolve(answer.key))
    worker.once('error', reject)
    worker.once('exit', (code) => reject(new Error(`the key derivation worker ended with ${code}`)))
  }).finally(() => worker.terminate())
}
