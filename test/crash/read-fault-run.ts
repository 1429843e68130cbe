import { readdirSync, readFileSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import { expect } from 'vitest'
import { SsoError } from '../../electron/core/errors/sso-error.ts'
import { nodeFileSystem } from '../../electron/core/files/node-file-system.ts'
import { errorText } from '../../shared/error-text.ts'
import type { ErrorCode } from '../../shared/errors.ts'
import { countFaults } from './fault-counts.ts'
import {
  copyFaultSite,
  countLost,
  countUnread,
  countUnreadable,
  type FaultSite,
  findHolders,
  type Holders,
  openSystemAt,
  removeFaultSite,
  sealedRows,
  settle,
} from './fault-site.ts'
import { openAndLook, type ReadScenario } from './read-fault-scenarios.ts'
import { type Answer, forgetReadFaults, type Reading, readFaultsBelow } from './read-faults.ts'

/** Calls that an account without the permission is refused; others only look at the folder's entry. */
const OPENING = ['open', 'readFile', 'readdir', 'opendir']

/** Which calls about a file each error comes from. */
const callsOf: Readonly<Record<string, readonly string[]>> = {
  EIO: [...OPENING, 'stat', 'lstat', 'access', 'realpath', 'readlink', 'exists'],
  'EIO at reading': ['read', 'readFile'],
  EACCES: [...OPENING, 'access'],
  EPERM: OPENING,
  ELOOP: [...OPENING, 'stat', 'access', 'realpath', 'exists'],
  EMFILE: OPENING,
}

/** Something that goes wrong in one run of a scenario. */
interface ReadFault {
  readonly name: string
  readonly errno: string
  readonly answer: (site: FaultSite) => Answer
}

/** Names that are made anew in each run are the same file all the same. */
const plain = (path: string): string =>
  path.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{8}(?=\.|$|\/)|rehearsal-\d+/g, '*')

const within = ({ parent }: FaultSite, { path }: Reading): string => plain(relative(parent, path))

/** A file that cannot be read however often it is tried. */
const unreadable = (path: string, kind: string): ReadFault => {
  const errno = kind.split(' ')[0] as string
  return {
    name: `${kind} of ${path}`,
    errno,
    answer: (site) => (reading) =>
      callsOf[kind]?.includes(reading.call) && within(site, reading) === path ? errno : null,
  }
}

/** One call fails, or all from there on. */
const failing = (at: number, errno: string, extent: 'once' | 'for good'): ReadFault => ({
  name: `${errno} at call ${at} ${extent}`,
  errno,
  answer: () => (reading, now) =>
    callsOf[errno]?.includes(reading.call) && (extent === 'once' ? now === at : now >= at) ? errno : null,
})

/** Everything that an answer can be about, as it lies on the disk. */
interface Picture {
  readonly holders: Holders
  /** The content of each file of ours but the database and the logs, by name. */
  readonly files: ReadonlyMap<string, string>
  readonly rows: string
}

async function pictureOf(site: FaultSite): Promise<Picture> {
  const { directory, folder } = site
  const names = readdirSync(directory.path).filter((name) => /^secret-store.*\.(json|key)$/.test(name))
  const paths = [
    ...names.map((name) => join(directory.path, name)),
    ...listed(join(directory.path, 'replaced-stores')),
    ...listed(folder),
  ]
  return {
    holders: await findHolders(site),
    files: new Map(paths.map((path) => [relative(site.parent, path), readFileSync(path, 'latin1')])),
    rows: JSON.stringify(
      sealedRows(site).map(({ sealed, ...row }) => [row, Buffer.from(sealed).toString('hex')]),
    ),
  }
}

function listed(folder: string): readonly string[] {
  try {
    return readdirSync(folder).map((name) => join(folder, name))
  } catch {
    return []
  }
}

const storeOf = ({ files }: Picture): string | undefined => files.get(join('data', 'secret-store.json'))
const keysOf = ({ files }: Picture) =>
  [...files].filter(([name]) => name.endsWith('.key') && name.startsWith('data'))
const isSame = (one: Picture, other: Picture): boolean =>
  JSON.stringify([...one.files].sort()) === JSON.stringify([...other.files].sort()) && one.rows === other.rows

/** Codes that say that something is not there, or is not whole. */
const CLAIMS_OF_ABSENCE: readonly ErrorCode[] = [
  'BackupAltered',
  'BackupDamaged',
  'BackupFileMissing',
  'BackupFolderMissing',
  'BackupNotABackup',
  'BackupVanished',
  'DatabaseDamaged',
  'DatabaseForeign',
  'DatabaseMissing',
  'KeyProtectorDamaged',
  'KeyProtectorGone',
  'MasterSecretAwaitsRestore',
  'NoMasterSecret',
  'NoSsoSystem',
  'RecoveryKeyAltered',
  'RecoveryKeyDamaged',
  'RecoveryKeyFolderMissing',
  'RecoveryKeyNotAKey',
  'RecoveryKeyVanished',
  'RecoveryKeyWrong',
  'ReplacedStoreMissing',
  'SecretStoreDamaged',
  'SecretStoreForeign',
  'SecretStoreMissing',
  'SecretUnavailable',
  'Unexpected',
]

/** What each of these sentences promises about the disk. */
const promises: readonly (readonly [RegExp, (before: Picture, after: Picture) => boolean])[] = [
  [/nothing was changed/i, isSame],
  [/the secret store is as it was/i, (before, after) => storeOf(before) === storeOf(after)],
  [/what is in use is as it was/i, (before, after) => storeOf(before) === storeOf(after)],
  [/master secret was not changed/i, (before, after) => storeOf(before) === storeOf(after)],
  [/it was left as it is/i, (before, after) => storeOf(before) === storeOf(after)],
  [/no key was changed or removed/i, (before, after) => keysStay(before, after)],
]

function keysStay(before: Picture, after: Picture): boolean {
  return keysOf(before).every(([name, content]) => after.files.get(name) === content)
}

interface Aftermath {
  readonly scenario: ReadScenario
  readonly fault: ReadFault
  /** What was answered: a value or an error. */
  readonly said: unknown
  readonly before: Picture
  readonly after: Picture
}

/** What is untrue of what was said, and what was done that must not be. */
function judge({ after, before, fault, said, scenario }: Aftermath): string[] {
  const errors = errorsIn(said)
  // What an opening itself has finished is not what it then says of what it could not read.
  const isLookedAtLater = scenario.operate === undefined && !(said instanceof Error)
  const since = isLookedAtLater ? after : before
  const wrong = errors.flatMap((error) => judgeError(error, { scenario, fault, before: since, after }))
  if (said instanceof Error && !(said instanceof SsoError)) wrong.push(`no code: ${said.stack}`)
  const isDone = !(said instanceof Error)
  if (!keysStay(before, after) && !(isDone && scenario.removesKeys)) wrong.push('a key is gone or changed')
  if (isDone) wrong.push(...judgeAnswer(said, before, after))
  const words = (JSON.stringify(said) ?? '').replaceAll(/That does not say that it is gone/g, '')
  if (isDone && /is gone|was never (opened|backed)|No master secret was generated/.test(words))
    if (scenario.isTrue === undefined && before.holders.store !== null) wrong.push(`untrue: ${words}`)
  return wrong
}

/** Every failure in an answer, as deep as it may lie. */
function errorsIn(said: unknown): readonly { readonly code: ErrorCode; readonly details: never }[] {
  if (typeof said !== 'object' || said === null) return []
  if (said instanceof SsoError) return [said.toData() as never]
  const inside = Object.values(said).flatMap((value) => errorsIn(value))
  return 'code' in said && 'details' in said ? [said as never, ...inside] : inside
}

function judgeError(
  error: { readonly code: ErrorCode; readonly details: never },
  { after, before, fault, scenario }: Omit<Aftermath, 'said'>,
): string[] {
  const { message, remedy } = errorText(error)
  const words = `${message} ${remedy}`
  const wrong: string[] = []
  const { code } = error
  if (CLAIMS_OF_ABSENCE.includes(code) && !scenario.isTrue?.includes(code)) wrong.push(`${code} is untrue`)
  for (const [promise, isKept] of promises)
    if (promise.test(words) && !isKept(before, after))
      wrong.push(`it says "${promise.source}", which is untrue`)
  if (!scenario.isTrue?.includes(code) && !namesCause(words, fault.errno))
    wrong.push(`names no cause: ${words}`)
  return wrong
}

function namesCause(words: string, errno: string): boolean {
  return words.includes(errno) || /may not (read|write|open)|is not allowed/.test(words)
}

/** What a result says is on the disk. */
function judgeAnswer(said: unknown, before: Picture, after: Picture): string[] {
  if (typeof said !== 'object' || said === null) return []
  const answer = said as Readonly<Record<string, unknown>>
  const wrong: string[] = []
  const { store } = after.holders
  if (typeof answer.msid === 'string' && 'displayPath' in answer && store?.current.msid !== answer.msid)
    wrong.push('another secret is current than it says')
  if (typeof answer.displayPath === 'string' && 'verifiedAt' in answer) {
    const made = after.holders.backups.get(basename(answer.displayPath))
    if (made?.current.msid !== answer.msid) wrong.push('the backup is not what it says')
  }
  if (
    typeof answer.replacedStore === 'string' &&
    !after.files.has(join('data', 'replaced-stores', answer.replacedStore))
  )
    wrong.push('the replaced store is not kept')
  if (answer.oldKeyRemoved === true && keysStay(before, after)) wrong.push('the old key is not where it says')
  const protection = answer.protection as { readonly key?: string } | undefined
  if (protection?.key === 'gone' || protection?.key === 'wrong')
    wrong.push(`the key is said to be ${protection.key}`)
  return wrong
}

/** Runs one scenario with every fault at everything that it reads, and judges what it says and what it leaves. */
export class ReadFaultRun {
  readonly #scenario: ReadScenario
  readonly #wrong: string[] = []
  #faults = 0
  #unreadableRows = 0
  #lostSecrets = 0

  constructor(scenario: ReadScenario) {
    this.#scenario = scenario
  }

  async run(): Promise<void> {
    const template = await this.#scenario.make()
    settle(template)
    try {
      const faults = faultsFor(await this.#rehearse(template), this.#scenario.stride ?? 1)
      let next = 0
      const worker = async (): Promise<void> => {
        for (let fault = faults[next++]; fault !== undefined; fault = faults[next++]) {
          await this.#have(fault, template)
        }
      }
      await Promise.all([worker(), worker()])
    } finally {
      await removeFaultSite(template)
    }
    const counts = { unreadableRows: this.#unreadableRows, lostSecrets: this.#lostSecrets }
    countFaults({ faults: this.#faults, ...counts })
    expect(this.#wrong).toEqual([])
    expect(counts).toEqual({ unreadableRows: 0, lostSecrets: 0 })
    expect(this.#faults).toBeGreaterThan(5)
  }

  async #rehearse(template: FaultSite): Promise<readonly Reading[]> {
    const site = await copyFaultSite(template)
    const { said, seen } = await this.#operate(site, () => null)
    expect(said).not.toBeInstanceOf(Error)
    const found = seen.map((reading) => ({ ...reading, path: within(site, reading) }))
    await removeFaultSite(site)
    return found
  }

  async #operate(site: FaultSite, answer: Answer) {
    const { operate } = this.#scenario
    const faults = readFaultsBelow(site.parent)
    const system = operate && (await openSystemAt(site, nodeFileSystem))
    await system?.reencryption.whenIdle()
    faults.arm(answer)
    const working = system === undefined ? openAndLook(site) : operate?.(system, site)
    const said: unknown = await working?.catch((error: unknown) => error)
    await system?.reencryption.whenIdle()
    const { seen } = faults
    faults.disarm()
    await system?.close()
    forgetReadFaults(site.parent)
    return { said, seen }
  }

  async #have(fault: ReadFault, template: FaultSite): Promise<void> {
    const site = await copyFaultSite(template)
    try {
      const before = await pictureOf(site)
      const { said } = await this.#operate(site, fault.answer(site))
      this.#faults += 1
      const after = await pictureOf(site)
      const wrong = judge({ scenario: this.#scenario, fault, said, before, after })
      wrong.push(...(await this.#judgeRows(site, before, after)))
      const answer = said instanceof SsoError ? said.code : said instanceof Error ? 'no code' : 'success'
      this.#wrong.push(...wrong.map((one) => `${fault.name} (${answer}): ${one}`))
    } finally {
      await removeFaultSite(site)
    }
  }

  /** Now that everything can be read again, it is. */
  async #judgeRows(site: FaultSite, before: Picture, after: Picture): Promise<readonly string[]> {
    const unreadableNow = countUnreadable(sealedRows(site), after.holders)
    const lost = countLost(before.holders, after.holders)
    this.#unreadableRows += unreadableNow
    this.#lostSecrets += lost
    const wrong = unreadableNow + lost > 0 ? [`${unreadableNow} rows unreadable, ${lost} secrets lost`] : []
    const read = countUnread(sealedRows(site), before.holders.store)
    const unread = countUnread(sealedRows(site), after.holders.store)
    if (unread > read && !this.#scenario.storeMayMissRows) wrong.push(`the store misses ${unread} rows`)
    if (isSame(before, after)) return wrong
    await openAndLook(site).catch((error: unknown) => wrong.push(`it does not open again: ${error}`))
    return wrong
  }
}

/** @param stride - between two calls that fail alone, or from which on all do */
function faultsFor(seen: readonly Reading[], stride: number): readonly ReadFault[] {
  const paths = [...new Set(seen.map(({ path }) => path))]
  const always = paths.flatMap((path) =>
    Object.keys(callsOf)
      .filter((kind) => seen.some(({ call, path: read }) => read === path && callsOf[kind]?.includes(call)))
      .map((kind) => unreadable(path, kind)),
  )
  const opening = [...seen.entries()].filter(([, { call }]) => callsOf.EMFILE?.includes(call))
  const sampled = <T>(all: readonly T[]): readonly T[] => all.filter((_, at) => at % stride === 0)
  const fromThereOn = sampled(opening).map(([at]) => failing(at + 1, 'EMFILE', 'for good'))
  const once = sampled([...seen.keys()]).map((at) => failing(at + 1, 'EIO', 'once'))
  return [...always, ...fromThereOn, ...once]
}
