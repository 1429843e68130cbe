import type { KeyDerivation } from '../../electron/core/backup/key-derivation.ts'
import { scryptKey } from '../../electron/core/crypto/scrypt.ts'

/** Derives on the calling thread, as the worker does, for tests with a small work factor. */
export const inProcessKdf: KeyDerivation = {
  derive: (password, salt, workFactor) => scryptKey(password, { salt, workFactor, blockSize: 8 }),
}
