import { writeSync } from 'node:fs'
import { join } from 'node:path'
import { SsoError } from '../../electron/core/errors/sso-error.ts'
import { locateDataDirectory } from '../../electron/core/files/data-directory.ts'
import { nodeFileSystem } from '../../electron/core/files/node-file-system.ts'
import { keyFileProtector } from '../../electron/core/key-protectors/key-file-protector.ts'
import { openSsoSystem } from '../../electron/core/sso-system.ts'
import { inProcessKdf } from '../support/in-process-kdf.ts'

/* A process that does one thing to the master secret over and over, until it is killed or has done it often enough. */

/** What a child does: back up, restore the last backup, undo that, change the protector, save a key, move the role. */
export type CyclingTask = 'generate' | 'backup' | 'restore' | 'protector' | 'recovery-key' | 'move'

/** What a child is started with, as JSON in its first argument. */
export interface CyclingOrder {
  readonly dataDirectory: string
  readonly folder: string
  readonly password: string
  readonly task: CyclingTask
  readonly rounds: number
  /** Added to the clock, in milliseconds. */
  readonly clockBy: number
  /** Begins the names of the files it writes. */
  readonly prefix: string
}

const order = JSON.parse(process.argv[2] ?? '') as CyclingOrder
const { clockBy, folder, prefix } = order
const now = Date.now.bind(Date)
if (clockBy !== 0) {
  globalThis.Date = class extends Date {
    constructor(...of: [] | [number | string]) {
      super(...((of.length === 0 ? [now() + clockBy] : of) as [number]))
    }
    static override now = (): number => now() + clockBy
  } as DateConstructor
}

const directory = locateDataDirectory(order.dataDirectory)
const system = await openSsoSystem({
  directory,
  expected: 'either',
  kdf: inProcessKdf,
  account: async () => ({ name: 'root', groups: ['sudo'], isLocalAdministrator: true }),
  server: 'sso01',
  protectors: [keyFileProtector(directory.keyFile, nodeFileSystem)],
  workFactor: 1,
})
const bytes = (): Uint8Array => new TextEncoder().encode(order.password)
const backupTo = (name: string) =>
  ({
    backupFile: join(folder, name),
    ifExists: 'replace',
    password: bytes(),
    confirmation: bytes(),
    reminder: '',
  }) as const

const tasks: Readonly<Record<CyclingTask, (round: number) => Promise<unknown>>> = {
  generate: (round) => system.masterSecret.generate(backupTo(`${prefix}${round}.bak`)),
  backup: (round) => system.masterSecret.backup(backupTo(`${prefix}${round % 3}.bak`)),
  async restore() {
    const backupFile = join(folder, '2.bak')
    const older = { backupFile: join(folder, '1.bak'), password: bytes(), override: true }
    const { replacedStore } = await system.masterSecret.restore(older)
    if (replacedStore !== null) await system.masterSecret.undoRestore({ name: replacedStore, override: true })
    await system.masterSecret.restore({ backupFile, password: bytes(), override: true })
  },
  protector: () => system.keyProtection.changeProtector('key-file'),
  'recovery-key': () => system.keyProtection.saveRecoveryKey(join(folder, `${prefix}.key`), 'replace'),
  async move() {
    const moved = await system.globalInfo.moveMasterSecretServer('sso02')
    const file = `<sso><globalInfo><secretServer>${moved.before}</secretServer></globalInfo></sso>`
    await system.xml.apply(new TextEncoder().encode(file))
  },
}

const answers: Record<string, number> = {}
writeSync(1, 'go\n')
for (let round = 0; round < order.rounds; round += 1) {
  const answer = await tasks[order.task](round).then(
    () => 'success',
    (error: unknown) => {
      if (error instanceof SsoError) return error.code
      throw error
    },
  )
  answers[answer] = (answers[answer] ?? 0) + 1
}
await system.reencryption.whenIdle()
await system.close()
writeSync(1, `done ${JSON.stringify(answers)}\n`)
