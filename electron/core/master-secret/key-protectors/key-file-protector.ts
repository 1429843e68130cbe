import type { FileSystem } from '../../files/file-system.ts'
import { replaceFile } from '../../files/replace-file.ts'
import { type KeyProtector, PROTECTOR_KEY_BYTES } from './key-protector.ts'

/** A file of 32 bytes beside the secret store (mode 0600): guarded by file permissions only. */
export function keyFileProtector(path: string, files: FileSystem): KeyProtector {
  return {
    kind: 'key-file',
    place: `the key file ${path}`,
    keep: (_systemId, key) => replaceFile(files, path, key),
    async find() {
      const key = await files.read(path, PROTECTOR_KEY_BYTES).catch(() => null)
      return key?.byteLength === PROTECTOR_KEY_BYTES ? key : null
    },
  }
}
