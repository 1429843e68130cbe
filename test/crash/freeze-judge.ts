import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { parseSecretStore } from '../../electron/core/secret-store/secret-store-file.ts'
import { DatabaseSync } from '../support/sqlite.ts'
import {
  countLost,
  countUnread,
  countUnreadable,
  type FaultSite,
  findHolders,
  type Holders,
  sealedRows,
} from './fault-site.ts'
import type { FreezePlan } from './freeze-sites.ts'
import type { FreezingReport, FreezingTask } from './freezing-child.ts'

/** How a process that stood still, and another that came in between, have ended. */
export interface Meeting {
  readonly plan: FreezePlan
  readonly site: FaultSite
  readonly tasks: readonly [FreezingTask, FreezingTask]
  readonly reports: readonly [FreezingReport, FreezingReport]
  /** Of the one that stood still. */
  readonly pid: number
  readonly isLockRemoved: boolean
  readonly before: Holders
}

/** What may be answered to whoever meets another, beside success. */
const REFUSALS = /^(SecretStoreBusy|SecretStoreChanged|(Backup|RecoveryKey)FileChanged|Busy|DatabaseBusy)$/
/** And where the other has done already what one was to do, or was asked to undo it. */
const OVERTAKEN: Readonly<Partial<Record<FreezingTask, RegExp>>> = {
  undo: /^ReplacedStoreMissing$/,
  recover: /^RecoveryKeyWrong$/,
}

/** What a meeting came to. */
export interface Verdict {
  readonly unreadableRows: number
  readonly lostSecrets: number
  readonly wrong: readonly string[]
}

export async function judge(meeting: Meeting): Promise<Verdict> {
  const { before, site } = meeting
  const after = await findHolders(site)
  const isKeyless = meeting.plan.keyIsLost === true && !succeeded(meeting, 'recover', 'restore')
  const rows = sealedRows(site)
  const wrong = [
    ...judgeAnswers(meeting),
    ...judgeRows(meeting, after),
    ...(isKeyless ? [] : await judgeSecrets(meeting, after)),
    ...(isKeyless ? [] : await judgeKeys(meeting)),
    ...(await judgeStrays(meeting)),
  ]
  return {
    unreadableRows: countUnreadable(rows, after),
    lostSecrets: isSuperseded(meeting) ? 0 : countLost(before, after),
    wrong,
  }
}

const succeeded = ({ reports, tasks }: Meeting, ...names: readonly FreezingTask[]): boolean =>
  reports.some(({ answer }, at) => answer === 'success' && names.includes(tasks[at] as FreezingTask))

/** Two generates have taken place, whose backups may have replaced those before: the first secret is needed no more. */
const isSuperseded = ({ reports, tasks }: Meeting): boolean =>
  reports.every(({ answer }, at) => answer === 'success' && tasks[at]?.startsWith('generate'))

const CHANGING: readonly FreezingTask[] = [
  'generate',
  'generate-over',
  'backup-over',
  'restore',
  'undo',
  'protector',
  'recovery-key',
  'recovery-key-over',
  'recover',
  'open',
]

function judgeAnswers(meeting: Meeting): readonly string[] {
  const { isLockRemoved, pid, reports, tasks } = meeting
  const [first, second] = reports
  const wrong: string[] = []
  for (const [at, { answer }] of reports.entries()) {
    const task = tasks[at] as FreezingTask
    const isLoss = answer === 'SecretStoreLockFailed' && at === 0 && isLockRemoved
    const isAllowed = answer === 'success' || REFUSALS.test(answer) || OVERTAKEN[task]?.test(answer) || isLoss
    if (!isAllowed) wrong.push(`${task} answered ${answer}: ${JSON.stringify(reports[at]?.said)}`)
  }
  if (reports.every(({ answer }) => answer !== 'success') && !isLockRemoved) wrong.push('neither was served')
  const said = JSON.stringify(second.said)
  // Who was told that the other stands still was told so truly: nobody came between that one and its end.
  if (second.answer === 'SecretStoreBusy') {
    if (!said.includes(`process ${pid}`) && !said.includes('cannot be told')) wrong.push(`blamed ${said}`)
    if (said.includes('kill -') && !said.includes(`kill -CONT ${pid}`)) wrong.push(`advised ${said}`)
    if (first.answer !== 'success' && !isLockRemoved) wrong.push(`the holder was refused: ${first.answer}`)
  }
  const otherDid = second.answer === 'success' && CHANGING.includes(tasks[1])
  if (first.answer === 'SecretStoreChanged' && !otherDid) wrong.push('nobody had changed the store')
  return wrong
}

function judgeRows(meeting: Meeting, { store }: Holders): readonly string[] {
  const unread = countUnread(sealedRows(meeting.site), store)
  const { mending } = meeting.plan
  const isMended = mending === undefined || succeeded(meeting, ...mending)
  return isMended && unread > 0 ? [`the store misses ${unread} rows`] : []
}

/** What was said to be done is done, unless the other has done it anew; what was not is not. */
async function judgeSecrets(meeting: Meeting, { backups, store }: Holders): Promise<readonly string[]> {
  const { reports, site, tasks } = meeting
  const wrong: string[] = []
  const held = [store?.current.msid, store?.previous?.msid]
  const generated: string[] = []
  for (const [at, { answer, said }] of reports.entries()) {
    const task = tasks[at] as FreezingTask
    const isGenerate = task === 'generate' || task === 'generate-over'
    if (answer === 'success' && isGenerate) {
      generated.push(String(said.msid))
      if (!held.includes(String(said.msid))) wrong.push(`the secret of ${task} is in no store`)
    }
    const path = said.displayPath
    if (answer === 'success' && typeof path === 'string' && path.endsWith('.bak')) {
      const pair = backups.get(basename(path))
      if (pair == null) wrong.push(`${basename(path)} of ${task} does not open`)
    }
    const own = `${'ab'[at]}.bak`
    if (answer !== 'success' && task === 'generate' && backups.has(own)) wrong.push(`${own} was left behind`)
  }
  if (generated.length > 0 && !generated.includes(String(held[0])))
    wrong.push('a generated secret is not current')
  const [noted] = readNoted(site)
  if (noted !== held[0]) wrong.push(`the database notes ${noted}, and current is ${held[0]}`)
  return wrong
}

function readNoted({ directory }: FaultSite): readonly (string | undefined)[] {
  const database = new DatabaseSync(directory.database)
  const rows = database
    .prepare('SELECT secret.msid AS msid FROM global_info JOIN secret ON secret.id = current_secret_id')
    .all() as { msid: string }[]
  database.close()
  return rows.map(({ msid }) => msid)
}

/** The store's key is there, as are those that it names, and no other. */
async function judgeKeys({ site }: Meeting): Promise<readonly string[]> {
  const { directory } = site
  const store = parseSecretStore(await readFile(directory.secretStore))
  const copies = await readdir(join(directory.path, 'replaced-stores')).catch(() => [])
  const kept = await Promise.all(
    copies.map(async (name) =>
      parseSecretStore(await readFile(join(directory.path, 'replaced-stores', name))),
    ),
  )
  const nameOf = ({ keyId }: { readonly keyId?: string | undefined }): string =>
    keyId === undefined ? 'secret-store.key' : `secret-store.${keyId}.key`
  const needed = new Set([store, ...kept].map(nameOf))
  const known = new Set([...needed, ...(store.retiredKeys ?? []).map(nameOf)])
  const found = (await readdir(directory.path)).filter((name) => name.endsWith('.key'))
  const missing = found.includes(nameOf(store)) ? [] : ["the store's key is gone"]
  return [...missing, ...found.filter((name) => !known.has(name)).map((name) => `${name} belongs to nothing`)]
}

async function judgeStrays({ site }: Meeting): Promise<readonly string[]> {
  const names = [...(await readdir(site.directory.path)), ...(await readdir(site.folder))]
  return names.filter((name) => /\.(tmp|partial)$/.test(name)).map((name) => `${name} was left behind`)
}
