import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { workerKeyDerivation } from '../../../electron/core/backup/key-derivation.ts'
import { locateDataDirectory } from '../../../electron/core/files/data-directory.ts'
import { nodeFileSystem } from '../../../electron/core/files/node-file-system.ts'
import { keyFileProtector } from '../../../electron/core/key-protectors/key-file-protector.ts'
import { inProcessRunner } from '../../../electron/core/reencryption/sweep-thread.ts'
import { openSsoSystem, type SsoSystem } from '../../../electron/core/sso-system.ts'
import { DatabaseSync } from '../../support/sqlite.ts'
import { peakMebibytes } from './peak-memory.ts'

/* What services.mjs measures, one thing a process: `service-child.js <what> <folder> <rows>`. Prints one line of JSON. */

const [what = '', folder = '', count = '0', dist = ''] = process.argv.slice(-4)
const rows = Number(count)
/** `CORP\user0` and so on, each with a credential, in the application SAP. */
const xmlFile = join(folder, '../mappings.xml')
const directory = locateDataDirectory(join(folder, 'data'))
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const tell = (result: object): void => {
  process.stdout.write(`${JSON.stringify(result)}\n`)
}

function openSystem(workFactor = 18): Promise<SsoSystem> {
  return openSsoSystem({
    directory,
    expected: 'either',
    kdf: workerKeyDerivation(new URL(`${dist}/kdf-worker.js`)),
    reencrypt: inProcessRunner(new URL(`${dist}/cipher-worker.js`)),
    account: async () => ({ name: 'CORP\\sam', groups: ['sudo'], isLocalAdministrator: true }),
    server: 'sso01',
    protectors: [keyFileProtector(directory.keyFile, nodeFileSystem)],
    workFactor,
  })
}

async function generate(system: SsoSystem, name: string): Promise<void> {
  const password = utf8('correct-horse-battery-staple-1066')
  await system.masterSecret.generate({
    backupFile: join(folder, name),
    ifExists: 'replace',
    password,
    confirmation: Uint8Array.from(password),
    reminder: '',
  })
  await system.reencryption.whenIdle()
}

/** A system with a master secret and `rows` mappings with credentials, imported. */
async function fill(system: SsoSystem): Promise<number> {
  await generate(system, 'first.bak')
  if (rows === 0) return 0
  const file = await readFile(xmlFile)
  const began = performance.now()
  await system.xml.apply(file)
  const milliseconds = performance.now() - began
  await system.applications.enable('SAP')
  return milliseconds
}

/** From the request to the last credential under the new secret. */
async function measureGenerate(): Promise<void> {
  const system = await openSystem()
  await fill(system)
  const began = performance.now()
  await generate(system, 'next.bak')
  tell({ milliseconds: performance.now() - began })
  await system.close()
}

async function measureImport(): Promise<void> {
  const system = await openSystem(4)
  const milliseconds = await fill(system)
  await system.close()
  const database = new DatabaseSync(directory.database)
  const { found } = database.prepare('SELECT count(*) AS found FROM credential').get() as { found: number }
  if (found !== rows) throw new Error(`${found} of ${rows} credentials were imported`)
  tell({ milliseconds, mebibytes: peakMebibytes() })
}

/** As many as are looked up over and over; the cache has room for them. */
const HOT = 5_000

/** Each account once; then a few of them again and again. */
async function measureLookUps(): Promise<void> {
  const system = await openSystem(4)
  await fill(system)
  const accounts = Array.from({ length: rows }, (_, at) => `CORP\\user${at}`)
  const lookUps = await system.credentials.openLookUps('SAP')
  const perSecond = async (times: number, different: number): Promise<number> => {
    const began = performance.now()
    for (let at = 0; at < times; at += 1) {
      const account = accounts[at % different]
      if (lookUps.cached(account) === null) await lookUps.lookUp(account)
    }
    return (times * 1000) / (performance.now() - began)
  }
  const uncached = await perSecond(rows, rows)
  await perSecond(HOT, HOT)
  tell({ uncached, cached: await perSecond(100 * HOT, HOT) })
  await system.close()
}

const modes: Readonly<Record<string, () => Promise<void>>> = {
  generate: measureGenerate,
  import: measureImport,
  'look-ups': measureLookUps,
}

await mkdir(folder, { recursive: true })
await modes[what]?.()
process.exit(0)
