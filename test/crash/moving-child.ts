import { writeSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import { SsoError } from '../../electron/core/errors/sso-error.ts'
import { locateDataDirectory } from '../../electron/core/files/data-directory.ts'
import { nodeFileSystem } from '../../electron/core/files/node-file-system.ts'
import { keyFileProtector } from '../../electron/core/key-protectors/key-file-protector.ts'
import { openSsoSystem, type SsoSystem } from '../../electron/core/sso-system.ts'
import { SeededRandom } from '../fuzz/seeded-random.ts'
import { inProcessKdf } from '../support/in-process-kdf.ts'

/* One server of several that move the master secret server at once: on it, by its service, or from anywhere, by a file. */

/** What a child is started with, as JSON in its first argument. */
export interface MovingOrder {
  /** Its own; the database is another's. */
  readonly dataDirectory: string
  readonly database: string
  readonly server: string
  readonly servers: readonly string[]
  readonly attempts: number
  readonly seed: number
}

/** What a child answers, as JSON in its last line. */
export interface MovingReport {
  /** By what the service answered, in order; those that moved nothing are left out. */
  readonly moved: readonly { readonly before: string; readonly after: string }[]
  /** Moves by file that were applied, those that moved nothing included. */
  readonly applied: number
  /** How often each refusal was met. */
  readonly refused: Readonly<Record<string, number>>
}

const order = JSON.parse(process.argv[2] ?? '') as MovingOrder
const directory = { ...locateDataDirectory(order.dataDirectory), database: order.database }
const random = new SeededRandom(order.seed)
const moved: { readonly before: string; readonly after: string }[] = []
const refused: Record<string, number> = {}
let applied = 0

async function attempt(system: SsoSystem): Promise<void> {
  const target = order.servers[random.below(order.servers.length)] ?? order.server
  try {
    if (random.below(2) === 0) {
      const move = await system.globalInfo.moveMasterSecretServer(target)
      if (move.before !== move.after) moved.push(move)
    } else {
      const file = `<sso><globalInfo><secretServer>${target}</secretServer></globalInfo></sso>`
      await system.xml.apply(new TextEncoder().encode(file))
      applied += 1
    }
  } catch (error) {
    if (!(error instanceof SsoError)) throw error
    refused[error.code] = (refused[error.code] ?? 0) + 1
  }
}

const system = await openSsoSystem({
  directory,
  expected: 'either',
  kdf: inProcessKdf,
  account: async () => ({ name: 'root', groups: ['sudo'], isLocalAdministrator: true }),
  server: order.server,
  protectors: [keyFileProtector(directory.keyFile, nodeFileSystem)],
  workFactor: 4,
})
writeSync(1, 'ready\n')
await text(process.stdin)
for (let tried = 0; tried < order.attempts; tried += 1) {
  await attempt(system)
  await delay(random.below(3))
}
await system.close()
writeSync(1, `${JSON.stringify({ moved, applied, refused } satisfies MovingReport)}\n`)
