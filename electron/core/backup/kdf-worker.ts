import { parentPort } from 'node:worker_threads'
import { scryptKey } from '../crypto/scrypt.ts'
import { wipe } from '../crypto/wipe.ts'

export interface KdfQuestion {
  readonly password: Uint8Array<ArrayBuffer>
  readonly salt: Uint8Array
  readonly workFactor: number
}

export interface KdfAnswer {
  readonly key: Uint8Array
}

/** The block size that the age format fixes (age-encryption.org/v1, the scrypt recipient type). */
const BLOCK_SIZE = 8

/** Takes some milliseconds, in which the engine compiles the inner loop for speed. */
const WARM_UP = { salt: new Uint8Array(16), workFactor: 10, blockSize: BLOCK_SIZE }

parentPort?.once('message', async ({ password, salt, workFactor }: KdfQuestion) => {
  const key = await scryptKey(password, { salt, workFactor, blockSize: BLOCK_SIZE })
  wipe(password)
  parentPort?.postMessage({ key } satisfies KdfAnswer)
})

await scryptKey(new Uint8Array(16), WARM_UP)
