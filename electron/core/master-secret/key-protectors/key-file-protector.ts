import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import { dirname, format, parse } from 'node:path'
import { wipe } from '../../crypto/wipe.ts'
import type { FileSystem } from '../../files/file-system.ts'
import { replaceFile } from '../../files/replace-file.ts'
import { type KeyProtector, PROTECTOR_KEY_BYTES } from './key-protector.ts'

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
    keep: (name, key) => replaceFile(files, fileOf(name), key),
    async find(name) {
      const key = await files.read(fileOf(name), PROTECTOR_KEY_BYTES).catch(() => null)
      if (key?.byteLength === PROTECTOR_KEY_BYTES) return key
      wipe(key)
      return null
    },
    async forget(name) {
      await files.remove(fileOf(name))
      await files.syncDirectory(dirname(path))
    },
  }
}
