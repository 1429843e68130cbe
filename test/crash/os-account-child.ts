import { writeSync } from 'node:fs'
import { join } from 'node:path'
import { SsoError } from '../../electron/core/errors/sso-error.ts'
import { locateDataDirectory } from '../../electron/core/files/data-directory.ts'
import { nodeFileSystem } from '../../electron/core/files/node-file-system.ts'
import { keyFileProtector } from '../../electron/core/key-protectors/key-file-protector.ts'
import { openSsoSystem } from '../../electron/core/sso-system.ts'
import { inProcessKdf } from '../support/in-process-kdf.ts'

/* The process that tests of rights run under another operating system account, which the product finds out itself. */

/** What a child is started with, as JSON in its first argument. */
export interface OsAccountOrder {
  readonly dataDirectory: string
  readonly server: string
  /** With the backup `first.bak` in it. */
  readonly folder: string
  readonly password: string
  /** Who is to leave, and who is to become the master secret server. */
  readonly leaving: string
  readonly moveTo: string
}

/** What a child answers, as JSON: the account it found, and `done` or the code of a refusal for each thing it tried. */
export interface OsAccountReport {
  readonly account: string
  readonly outcomes: Readonly<Record<string, string>>
}

async function outcome(trying: Promise<unknown>): Promise<string> {
  try {
    await trying
    return 'done'
  } catch (error) {
    if (error instanceof SsoError) return error.code
    throw error
  }
}

const order = JSON.parse(process.argv[2] ?? '') as OsAccountOrder
const directory = locateDataDirectory(order.dataDirectory)
const system = await openSsoSystem({
  directory,
  expected: 'existing',
  kdf: inProcessKdf,
  server: order.server,
  protectors: [keyFileProtector(directory.keyFile, nodeFileSystem)],
  workFactor: 4,
})
const bytes = (): Uint8Array => new TextEncoder().encode(order.password)
const file = (name: string): string => join(order.folder, name)
const newBackup = (name: string) =>
  ({
    backupFile: file(name),
    ifExists: 'refuse',
    password: bytes(),
    confirmation: bytes(),
    reminder: '',
  }) as const
const opening = () => ({ backupFile: file('first.bak'), password: bytes() })
const { events, globalInfo, health, keyProtection, masterSecret, servers } = system

/** In this order, the master secret server's role last. */
const attempts: Readonly<Record<string, () => Promise<unknown>>> = {
  verify: () => masterSecret.verify(opening()),
  backup: () => masterSecret.backup(newBackup('b.bak')),
  restore: () => masterSecret.restore({ ...opening(), override: false }),
  generate: () => masterSecret.generate(newBackup('a.bak')),
  changeProtector: () => keyProtection.changeProtector('key-file'),
  saveRecoveryKey: () => keyProtection.saveRecoveryKey(file('recovery.key'), 'refuse'),
  health: () => health.describe(),
  verifyLog: () => events.verifyLog({}),
  leave: () => servers.leave(order.leaving),
  move: () => globalInfo.moveMasterSecretServer(order.moveTo),
}

const outcomes: Record<string, string> = {}
for (const [name, attempt] of Object.entries(attempts)) outcomes[name] = await outcome(attempt())
const report: OsAccountReport = { account: (await system.system.describe()).account, outcomes }
await system.close()
writeSync(1, JSON.stringify(report))
