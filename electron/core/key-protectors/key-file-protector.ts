import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import { dirname, format, parse } from 'node:path'
import { wipe } from '../crypto/wipe.ts'
import { systemErrorCode } from '../errors/sso-error.ts'
import type { FileSystem } from '../files/file-system.ts'
import { createFile } from '../files/replace-file.ts'
import { unlessAbsent } from '../files/unless-absent.ts'
import { KeyMalformed, KeyNameTaken, type KeyProtector, PROTECTOR_KEY_BYTES } from './key-protector.ts'

/**
 * A file of 32 bytes beside the secret store (mode 0600): guarded by file permissions only.
 *
 * @param path - of the key that a store is made with; later ones have their key id before the ending.
 */
export function keyFileProtector(path: string, files: FileSystem): KeyProtector {
  const fileOf = (name: string): string => {
    const keyId = name.split('/')[1]
    const { dir, ext, name: stem } = parse(path)
    return keyId === undefined ? path : format({ dir, name: `${stem}.${keyId}`, ext })
  }
  return {
    kind: 'key-file',
    placeOf: (name) => `the key file ${fileOf(name)}`,
    works: () =>
      access(dirname(path), constants.W_OK).then(
        () => true,
        () => false,
      ),
    async keep(name, key) {
      try {
        await createFile(files, fileOf(name), key)
      } catch (error) {
        if (systemErrorCode(error) === 'EEXIST') throw new KeyNameTaken()
        throw error
      }
    },
    async find(name) {
      const key = await unlessAbsent(files.read(fileOf(name), PROTECTOR_KEY_BYTES))
      if (key === null || key.byteLength === PROTECTOR_KEY_BYTES) return key
      wipe(key)
      throw new KeyMalformed(key.byteLength)
    },
    async forget(name) {
      await files.remove(fileOf(name))
      await files.syncDirectory(dirname(path))
    },
  }
}
