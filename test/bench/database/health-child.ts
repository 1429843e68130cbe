import { setTimeout as pause } from 'node:timers/promises'
import sodium from 'libsodium-wrappers'
import { writeAdditionalData } from '../../../electron/core/crypto/credential-box.ts'
import { sealedBoxReady } from '../../../electron/core/crypto/sealed-box.ts'
import { sqliteAt } from '../../../electron/core/database/database-target.ts'
import { inProcessJobs } from '../../../electron/core/health/database-jobs.ts'
import { workerJobs } from '../../../electron/core/health/worker-jobs.ts'
import { DatabaseSync } from '../../support/sqlite.ts'
import { peakMebibytes } from './peak-memory.ts'
import { watchLoop } from './watch-loop.ts'

/*
 * What a full check of all credentials takes, one thing a process: `health-child.js <what> <database> <rows> <dist>`.
 * The database is one that `child.js fill` has made. Prints one line of JSON.
 */

const [what = '', path = '', count = '0', dist = ''] = process.argv.slice(-4)
const rows = Number(count)

const key = { secretId: 1, key: Buffer.alloc(32, 'from') }
const tell = (result: object): void => {
  process.stdout.write(`${JSON.stringify(result)}\n`)
}

const SUITE_AND_NONCE = 25
const SETTLE_MS = 1_500

/** A bare scan and open: what one writes with libsodium's own function, a row at a time. */
async function bare(): Promise<void> {
  await sealedBoxReady()
  const database = new DatabaseSync(path)
  const data = new Uint8Array(16)
  const view = new DataView(data.buffer)
  const began = performance.now()
  let opened = 0
  for (const row of database
    .prepare('SELECT mapping_id, secret_id, sealed FROM credential ORDER BY mapping_id')
    .iterate()) {
    const { mapping_id, sealed, secret_id } = row as {
      mapping_id: number
      sealed: Uint8Array
      secret_id: number
    }
    writeAdditionalData(view, 0, mapping_id, secret_id)
    const [nonce, box] = [sealed.subarray(1, SUITE_AND_NONCE), sealed.subarray(SUITE_AND_NONCE)]
    sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, box, data, nonce, key.key)
    opened += 1
  }
  report(performance.now() - began, opened)
}

/** A scan that opens nothing. */
function scan(): void {
  const database = new DatabaseSync(path)
  const began = performance.now()
  let seen = 0
  let bytes = 0
  for (const row of database
    .prepare('SELECT mapping_id, secret_id, sealed FROM credential ORDER BY mapping_id')
    .iterate()) {
    bytes += (row as { sealed: Uint8Array }).sealed.byteLength
    seen += 1
  }
  if (bytes === 0) throw new Error('no credentials')
  report(performance.now() - began, seen)
}

/** As a command line checks (`ours`), or as the console does (`app`). */
async function ours(kind: 'ours' | 'app'): Promise<void> {
  await sealedBoxReady()
  const jobs = kind === 'ours' ? inProcessJobs() : workerJobs(new URL(`${dist}/database-jobs-worker.js`))
  // Electron starts its other processes, which a console has long done.
  if (kind === 'app') await pause(SETTLE_MS)
  const gap = watchLoop()
  const began = performance.now()
  const keys = [{ ...key, key: Buffer.from(key.key) }]
  const { total, unreadable } = await jobs.check({ target: sqliteAt(path), keys }, {})
  const milliseconds = performance.now() - began
  if (unreadable > 0) throw new Error(`${unreadable} rows do not open`)
  report(milliseconds, total, gap())
}

function report(milliseconds: number, seen: number, longestGap?: number): void {
  if (seen !== rows) throw new Error(`${seen} of ${rows} rows`)
  tell({ milliseconds, rowsPerSecond: (rows * 1000) / milliseconds, longestGap, mebibytes: peakMebibytes() })
}

const modes: Readonly<Record<string, () => void | Promise<void>>> = {
  bare,
  scan,
  ours: () => ours('ours'),
  app: () => ours('app'),
}

await modes[what]?.()
// Electron would wait for windows.
process.exit(0)
