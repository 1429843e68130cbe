import { writeSync } from 'node:fs'
import { basename, join } from 'node:path'
import { createInterface } from 'node:readline'
import { loadSqlite } from '../../electron/core/database/sqlite/load-sqlite.ts'
import { SsoError } from '../../electron/core/errors/sso-error.ts'
import { locateDataDirectory } from '../../electron/core/files/data-directory.ts'
import { nodeFileSystem } from '../../electron/core/files/node-file-system.ts'
import { keyFileProtector } from '../../electron/core/key-protectors/key-file-protector.ts'
import { openSsoSystem, type SsoSystem } from '../../electron/core/sso-system.ts'
import { inProcessKdf } from '../support/in-process-kdf.ts'
import { observedFileSystem } from './observed-file-system.ts'

/* A process that does one thing after the other to master secrets, and stops its own heart at a file operation. */

export type FreezingTask =
  | 'generate'
  | 'generate-over'
  | 'backup-over'
  | 'restore'
  | 'undo'
  | 'protector'
  | 'recovery-key'
  | 'recovery-key-over'
  | 'recover'
  | 'open'

/** What a child is told, as JSON in a line. */
export interface FreezingOrder {
  readonly dataDirectory: string
  readonly folder: string
  readonly password: string
  readonly task: FreezingTask
  /** Begins the names of the files it writes that are not there yet. */
  readonly prefix: string
  /** The how-many-th file operation to stop before; 0 for none. */
  readonly freezeAt: number
}

/** What a child says when it has done what it was told. */
export interface FreezingReport {
  /** `success` or the code of the refusal. */
  readonly answer: string
  /** What a person was told: the result, or the message of the refusal. */
  readonly said: Readonly<Record<string, unknown>>
  /** The file operations it took, in order, as `rename secret-store.json`. */
  readonly operations: readonly string[]
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

function backupTo({ folder, password }: FreezingOrder, name: string, ifExists: 'refuse' | 'replace') {
  const backupFile = join(folder, name)
  return { backupFile, ifExists, password: bytes(password), confirmation: bytes(password), reminder: '' }
}

const tasks: Readonly<
  Record<FreezingTask, (system: SsoSystem, order: FreezingOrder) => Promise<object | undefined>>
> = {
  generate: ({ masterSecret }, order) =>
    masterSecret.generate(backupTo(order, `${order.prefix}.bak`, 'refuse')),
  'generate-over': ({ masterSecret }, order) => masterSecret.generate(backupTo(order, '2.bak', 'replace')),
  'backup-over': ({ masterSecret }, order) => masterSecret.backup(backupTo(order, '2.bak', 'replace')),
  restore: ({ masterSecret }, { folder, password }) =>
    masterSecret.restore({ backupFile: join(folder, '2.bak'), password: bytes(password), override: false }),
  async undo({ masterSecret }) {
    const [newest] = await masterSecret.listReplacedStores()
    return masterSecret.undoRestore({ name: newest?.name ?? '', override: false })
  },
  protector: ({ keyProtection }) => keyProtection.changeProtector('key-file'),
  'recovery-key': ({ keyProtection }, { folder, prefix }) =>
    keyProtection.saveRecoveryKey(join(folder, `${prefix}.key`), 'refuse'),
  'recovery-key-over': ({ keyProtection }, { folder }) =>
    keyProtection.saveRecoveryKey(join(folder, 'saved.key'), 'replace'),
  recover: ({ keyProtection }, { folder }) => keyProtection.recoverWithKey(join(folder, 'saved.key')),
  open: async () => undefined,
}

async function perform(order: FreezingOrder): Promise<FreezingReport> {
  const operations: string[] = []
  let armed = order.task === 'open'
  const files = observedFileSystem(nodeFileSystem, ({ name, path }, run) => {
    if (armed) operations.push(`${name} ${basename(path)}`)
    if (armed && operations.length === order.freezeAt) {
      writeSync(1, 'frozen\n')
      process.kill(process.pid, 'SIGSTOP')
    }
    return run()
  })
  const directory = locateDataDirectory(order.dataDirectory)
  const system = await openSsoSystem({
    directory,
    expected: 'either',
    files,
    kdf: inProcessKdf,
    account: async () => ({ name: 'alice', groups: ['sudo'], isLocalAdministrator: true }),
    server: 'sso01',
    protectors: [keyFileProtector(directory.keyFile, files)],
    workFactor: 1,
  })
  try {
    armed = true
    const result = await tasks[order.task](system, order)
    armed = false
    await system.reencryption.whenIdle()
    return { answer: 'success', said: { ...result }, operations }
  } catch (error) {
    if (!(error instanceof SsoError)) throw error
    return { answer: error.code, said: { message: error.message, ...error.details }, operations }
  } finally {
    armed = false
    await system.close()
  }
}

// As elsewhere than on Linux, where the kernel does not say who has a lock.
await loadSqlite()
if (process.argv[2] === 'unseeing') Object.defineProperty(process, 'platform', { value: 'freebsd' })

for await (const line of createInterface({ input: process.stdin })) {
  const report = await perform(JSON.parse(line) as FreezingOrder).catch((error: unknown) => ({
    answer: `no code: ${error instanceof Error ? error.stack : String(error)}`,
    said: {},
    operations: [],
  }))
  writeSync(1, `${JSON.stringify(report)}\n`)
}
