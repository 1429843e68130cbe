import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { openCredential, sealCredential } from '../../../electron/core/crypto/credential-box.ts'
import { sealedBoxReady } from '../../../electron/core/crypto/sealed-box.ts'
import { sqliteAt } from '../../../electron/core/database/database-target.ts'
import { openCredentialPages } from '../../../electron/core/database/engines/open-credential-rows.ts'
import { threadResealer } from '../../../electron/core/reencryption/cipher-thread.ts'
import { PAGE_ROWS, sweep } from '../../../electron/core/reencryption/sweep.ts'
import { inProcessRunner, workerRunner } from '../../../electron/core/reencryption/sweep-thread.ts'
import { openDatabaseFile } from '../../support/open-database-file.ts'
import { DatabaseSync, type DatabaseSyncInstance } from '../../support/sqlite.ts'
import { peakMebibytes } from './peak-memory.ts'
import { watchLoop } from './watch-loop.ts'

/*
 * What database.mjs measures, one thing a process: `child.js <what> <database> <rows>`. Prints one line of JSON.
 */

const [what = '', path = '', count = '0', dist = ''] = process.argv.slice(-4)
const rows = Number(count)

const PLAINTEXT_BYTES = 64
const from = { secretId: 1, key: Buffer.alloc(32, 'from') }
const to = { secretId: 2, key: Buffer.alloc(32, 'to') }
const naiveKeys = { from: Buffer.alloc(32, 'nf'), to: Buffer.alloc(32, 'nt') }

const script = (name: string): URL => new URL(`${dist}/${name}.js`)
const cipherWorker = (): URL => script('cipher-worker')
const tell = (result: object): void => {
  process.stdout.write(`${JSON.stringify(result)}\n`)
}

function openRaw(): DatabaseSyncInstance {
  const database = new DatabaseSync(path)
  database.exec('PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
  return database
}

/** Credentials under the first secret, and a re-encryption to the second that has just begun. */
async function fill(): Promise<void> {
  await sealedBoxReady()
  await (await openDatabaseFile(path)).close()
  const database = new DatabaseSync(path)
  database.exec('PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF; BEGIN')
  const insert = database.prepare('INSERT INTO credential (mapping_id, secret_id, sealed) VALUES (?, 1, ?)')
  const plaintext = randomBytes(PLAINTEXT_BYTES)
  for (let id = 1; id <= rows; id += 1) insert.run(id, sealCredential(plaintext, id, from.secretId, from.key))
  database.exec(`INSERT INTO secret (id, msid, created_at) VALUES (1, 'from', ''), (2, 'to', '')`)
  database
    .prepare(
      `INSERT INTO reencryption (id, to_secret_id, state, position, total, done, started_at)
       VALUES (1, 2, 'running', 0, ?, 0, '')`,
    )
    .run(rows)
  database.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)')
  database.close()
}

function timed(work: () => void): number {
  const began = performance.now()
  work()
  return performance.now() - began
}

/** In transactions of as many rows as ours. */
function inBatches(database: DatabaseSyncInstance, work: (first: number, last: number) => void): number {
  return timed(() => {
    for (let first = 1; first <= rows; first += PAGE_ROWS) {
      database.exec('BEGIN IMMEDIATE')
      work(first, Math.min(first + PAGE_ROWS - 1, rows))
      database.exec('COMMIT')
    }
  })
}

const storedBytes = 1 + 24 + PLAINTEXT_BYTES + 16

/** One prepared UPDATE per row with a ready-made blob. */
function plainUpdates(): void {
  const database = openRaw()
  const update = database.prepare('UPDATE credential SET secret_id = 2, sealed = ? WHERE mapping_id = ?')
  const blob = randomBytes(storedBytes)
  const milliseconds = inBatches(database, (first, last) => {
    for (let id = first; id <= last; id += 1) update.run(blob, id)
  })
  tell({ milliseconds })
}

/** The fastest that SQLite does without cryptography: a range a statement. */
function setUpdates(): void {
  const database = openRaw()
  const update = database.prepare(
    `UPDATE credential SET secret_id = 2, sealed = substr(?, (mapping_id - ?) * ${storedBytes} + 1, ${storedBytes})
     WHERE mapping_id BETWEEN ? AND ?`,
  )
  const blob = randomBytes(storedBytes * PAGE_ROWS)
  const milliseconds = inBatches(database, (first, last) => update.run(blob, first, first, last))
  tell({ milliseconds })
}

/** What one writes first: a cipher of each kind and an UPDATE for each row, bound to its row and secret as ours are. */
function naive(): void {
  const database = openRaw()
  prepareNaive(database)
  const read = database.prepare('SELECT sealed FROM credential WHERE mapping_id = ?')
  const update = database.prepare('UPDATE credential SET secret_id = 2, sealed = ? WHERE mapping_id = ?')
  const milliseconds = inBatches(database, (first, last) => {
    for (let id = first; id <= last; id += 1) {
      const { sealed } = read.get(id) as { sealed: Uint8Array }
      const plaintext = naiveOpen(Buffer.from(sealed), naiveKeys.from, naiveBinding(id, 1))
      update.run(naiveSeal(plaintext, naiveKeys.to, naiveBinding(id, 2)), id)
    }
  })
  tell({ milliseconds })
}

function prepareNaive(database: DatabaseSyncInstance): void {
  const update = database.prepare('UPDATE credential SET sealed = ? WHERE mapping_id = ?')
  const plaintext = randomBytes(PLAINTEXT_BYTES)
  database.exec('BEGIN')
  for (let id = 1; id <= rows; id += 1)
    update.run(naiveSeal(plaintext, naiveKeys.from, naiveBinding(id, 1)), id)
  database.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)')
}

function naiveBinding(mappingId: number, secretId: number): Buffer {
  const binding = Buffer.alloc(16)
  binding.writeUInt32LE(mappingId, 0)
  binding.writeUInt32LE(secretId, 8)
  return binding
}

function naiveSeal(plaintext: Uint8Array, key: Uint8Array, binding: Uint8Array): Buffer {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(binding)
  return Buffer.concat([nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()])
}

function naiveOpen(box: Buffer, key: Uint8Array, binding: Uint8Array): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, box.subarray(0, 12))
  decipher.setAAD(binding)
  decipher.setAuthTag(box.subarray(-16))
  return Buffer.concat([decipher.update(box.subarray(12, -16)), decipher.final()])
}

const SETTLE_MS = 1_500

/** As a command line runs it (`ours`), on one thread (`single`), or as the console does (`app`). */
async function ours(kind: 'ours' | 'single' | 'app'): Promise<void> {
  await sealedBoxReady()
  const run = {
    ours: () => inProcessRunner(cipherWorker()),
    single: () => inProcessRunner(),
    app: () => workerRunner(script('sweep-worker'), cipherWorker()),
  }[kind]()
  // A console loads its threads when a backup file is chosen; and Electron has long started its other processes.
  if (kind === 'app') run.prepare?.(rows)
  if (kind === 'app') await pause(SETTLE_MS)
  const gap = watchLoop()
  const began = performance.now()
  const keys = { from: { ...from, key: Buffer.from(from.key) }, to: { ...to, key: Buffer.from(to.key) } }
  const how = await run({ target: sqliteAt(path), ...keys, rows }, {})
  const milliseconds = performance.now() - began
  const longestGap = gap()
  verify()
  tell({ milliseconds, how, longestGap, mebibytes: peakMebibytes() })
}

/** Outside the timing: no row under the old secret, and a sample opens. */
function verify(): void {
  const database = openRaw()
  const { old } = database.prepare('SELECT count(*) AS old FROM credential WHERE secret_id <> 2').get() as {
    old: number
  }
  const sample = database
    .prepare('SELECT mapping_id, sealed FROM credential WHERE mapping_id % 997 = 1')
    .all()
  const bad = (sample as { mapping_id: number; sealed: Uint8Array }[]).filter(
    ({ mapping_id, sealed }) => openCredential(sealed, mapping_id, to.secretId, to.key) === null,
  )
  database.close()
  if (old > 0 || bad.length > 0 || sample.length === 0)
    throw new Error(`${old} old rows, ${bad.length} do not open`)
}

/** How long each write transaction takes when nobody else writes. */
async function holds(): Promise<void> {
  const resealer = await threadResealer(from, to)
  const pages = await openCredentialPages(sqliteAt(path), { from: 1, to: 2 })
  const times: number[] = []
  const write = pages.write.bind(pages)
  pages.write = async (page) => {
    const began = performance.now()
    const written = await write(page)
    times.push(performance.now() - began)
    return written
  }
  await sweep({ pages, resealer })
  tell({ times })
}

/** Single-row look-ups, or writes, of another process until its input ends. */
async function hammer(kind: 'read' | 'write'): Promise<void> {
  await sealedBoxReady()
  const database = openRaw()
  const read = database.prepare('SELECT secret_id, sealed FROM credential WHERE mapping_id = ?')
  const touch = database.prepare('UPDATE credential SET sealed = sealed WHERE mapping_id = ?')
  const times: number[] = []
  let going = true
  process.stdin.on('data', () => {
    going = false
  })
  tell({ ready: true })
  while (going) {
    const id = 1 + Math.floor(Math.random() * rows)
    const began = performance.now()
    if (kind === 'read') readOne(read.get(id) as { secret_id: number; sealed: Uint8Array }, id)
    else touch.run(id)
    times.push(performance.now() - began)
    await pause(1)
  }
  tell({ times })
  process.exit(0)
}

function readOne({ sealed, secret_id }: { secret_id: number; sealed: Uint8Array }, id: number): void {
  const { key } = secret_id === 1 ? from : to
  if (openCredential(sealed, id, secret_id, key) === null) throw new Error(`row ${id} does not open`)
}

const modes: Readonly<Record<string, () => void | Promise<void>>> = {
  fill,
  plain: plainUpdates,
  set: setUpdates,
  naive,
  ours: () => ours('ours'),
  single: () => ours('single'),
  app: () => ours('app'),
  holds,
  read: () => hammer('read'),
  write: () => hammer('write'),
}

await modes[what]?.()
// Electron would wait for windows.
process.exit(0)
