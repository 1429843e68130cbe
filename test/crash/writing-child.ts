import { writeSync } from 'node:fs'
import { SsoError } from '../../electron/core/errors/sso-error.ts'
import { locateDataDirectory } from '../../electron/core/files/data-directory.ts'
import { nodeFileSystem } from '../../electron/core/files/node-file-system.ts'
import { keyFileProtector } from '../../electron/core/key-protectors/key-file-protector.ts'
import { openSsoSystem } from '../../electron/core/sso-system.ts'
import { inProcessKdf } from '../support/in-process-kdf.ts'

/* A process that writes credentials with keys of its own: one import of many, or one after the other until it is told to stop. */

/** What a child is started with, as JSON in its first argument. */
export interface WritingOrder {
  readonly dataDirectory: string
  readonly application: string
  /** Begins the names of the accounts. */
  readonly prefix: string
  /** How many one import has; 0 to set one after the other until standard input ends. */
  readonly imported: number
}

/** What a child says at its end, as JSON in its last line: by account, the password that was acknowledged last. */
export interface WritingReport {
  readonly acknowledged: Readonly<Record<string, string>>
  /** How often it was refused, by code. */
  readonly refused: Readonly<Record<string, number>>
}

const order = JSON.parse(process.argv[2] ?? '') as WritingOrder
const { application, prefix } = order
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

const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)
const acknowledged: Record<string, string> = {}
const refused: Record<string, number> = {}

async function write(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work()
    return true
  } catch (error) {
    if (!(error instanceof SsoError)) throw error
    refused[error.code] = (refused[error.code] ?? 0) + 1
    return false
  }
}

async function importAll(): Promise<void> {
  const ids = Array.from({ length: order.imported }, (_, at) => at)
  const mapping = (id: number): string =>
    `<mapping><windowsDomain>CORP</windowsDomain><windowsUserId>${prefix}${id}</windowsUserId><externalApplication>${application}</externalApplication><externalUserId>x-${prefix}${id}</externalUserId><credential><field>secret-${id}</field></credential></mapping>`
  const file = bytes(`<sso>${ids.map(mapping).join('')}</sso>`)
  writeSync(1, 'go\n')
  if (!(await write(() => system.xml.apply(file)))) return
  for (const id of ids) acknowledged[`CORP\\${prefix}${id}`] = `secret-${id}`
}

async function setOneByOne(): Promise<void> {
  let more = true
  process.stdin.resume().once('end', () => {
    more = false
  })
  for (let at = 0; more; at += 1) {
    const account = `CORP\\${prefix}${at % 40}`
    const password = `${prefix}-${at}`
    const set = { application, account, externalUser: `x-${prefix}${at % 40}`, values: [bytes(password)] }
    if (await write(() => system.credentials.set(set))) acknowledged[account] = password
    if (at === 0) writeSync(1, 'go\n')
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}

await (order.imported > 0 ? importAll() : setOneByOne())
await system.close()
const report: WritingReport = { acknowledged, refused }
process.stdout.write(`${JSON.stringify(report)}\n`)
