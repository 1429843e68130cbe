import { scrypt } from 'hash-wasm'

export interface ScryptParameters {
  readonly salt: Uint8Array
  /** Base-2 logarithm of the cost N; 18 takes 256 MiB. */
  readonly workFactor: number
  readonly blockSize: number
}

/**
 * scrypt (RFC 7914) with p = 1 and a 32-byte result. Runs on the calling thread: about 0.7 s at work factor 18,
 * so the product calls it in a worker.
 */
export function scryptKey(password: Uint8Array, parameters: ScryptParameters): Promise<Uint8Array> {
  return scrypt({
    password,
    salt: parameters.salt,
    costFactor: 2 ** parameters.workFactor,
    blockSize: parameters.blockSize,
    parallelism: 1,
    hashLength: 32,
    outputType: 'binary',
  })
}
