import { writeSync } from 'node:fs'
import { locateDataDirectory } from '../../electron/core/files/data-directory.ts'
import { nodeFileSystem } from '../../electron/core/files/node-file-system.ts'
import type { IfExists } from '../../electron/core/files/save-target.ts'
import { keyFileProtector } from '../../electron/core/key-protectors/key-file-protector.ts'
import { openSsoSystem } from '../../electron/core/sso-system.ts'
import { inProcessKdf } from '../support/in-process-kdf.ts'
import { observedFileSystem } from './observed-file-system.ts'

/* The process that crash tests kill: opens a system and, if told to, generates its master secret. */

/** What a child is started with, as JSON in its first argument. */
export interface ChildOrder {
  readonly dataDirectory: string
  readonly password: string
  /** `null`: only open the system, creating it. */
  readonly generate: {
    readonly backupFile: string
    readonly ifExists: IfExists
    readonly msid: string
  } | null
  /** The how-many-th point to die at by its own hand; `null` for none. */
  readonly dieAt: number | null
}

const order = JSON.parse(process.argv[2] ?? '') as ChildOrder
let armed = order.generate === null
let passed = 0

/** A place between two steps: the one after an operation is the one before the next. */
function point(): void {
  if (!armed) return
  passed += 1
  if (passed === order.dieAt) process.kill(process.pid, 'SIGKILL')
}

const files = observedFileSystem(nodeFileSystem, (_, run) => {
  point()
  return run()
})

const directory = locateDataDirectory(order.dataDirectory)
const system = await openSsoSystem({
  directory,
  expected: 'either',
  files,
  kdf: inProcessKdf,
  account: async () => ({ name: 'root', groups: ['sudo'], isLocalAdministrator: true }),
  server: 'sso01',
  protectors: [keyFileProtector(directory.keyFile, files)],
  workFactor: 4,
})
if (order.generate !== null) {
  const password = new TextEncoder().encode(order.password)
  const confirmation = Uint8Array.from(password)
  armed = true
  writeSync(1, 'go\n')
  await system.masterSecret.generate(
    { ...order.generate, password, confirmation, reminder: 'the xkcd one' },
    { onStep: point },
  )
  point()
}
writeSync(1, `done after ${passed} points\n`)
await system.close()
