import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { openPromise } from 'yauzl'

/**
 * @param {string} zip
 * @param {string} destination
 * @param {(name: string) => string | undefined} place Where in the destination a file goes; `undefined`
 *   leaves it out.
 * @param {AbortSignal} signal
 */
export async function unpackZip(zip, destination, place, signal) {
  const archive = await openPromise(zip)
  for await (const entry of archive.eachEntry()) {
    const target = place(entry.fileName)
    if (target === undefined || entry.fileName.endsWith('/')) continue
    const file = path.join(destination, target)
    await mkdir(path.dirname(file), { recursive: true })
    const mode = (entry.externalFileAttributes >>> 16) & 0o777
    await pipeline(await archive.openReadStreamPromise(entry), createWriteStream(file, { mode }), { signal })
  }
}
