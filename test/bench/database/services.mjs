import { randomBytes } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { floorRow, leastRow, limitRow, ratioRow } from '../report.mjs'
import { runOnce } from './run-child.mjs'

const SMALL_JOB = 10_000
const LOOKED_UP = 50_000
const IMPORTED = 100_000

/** @typedef {import('../report.mjs').Row} Row */

const application = `<application name="SAP"><description>SAP</description><contact>sap@corp.example</contact>
  <appUserAccount>CORP\\SAP Users</appUserAccount><appAdminAccount>CORP\\SAP Admins</appAdminAccount>
  <field ordinal="0" label="User ID" masked="no"/><field ordinal="1" label="Password" masked="yes"/></application>`

/** @param {number} rows */
function mappingsXml(rows) {
  const mappings = Array.from(
    { length: rows },
    (_, at) => `<mapping><windowsDomain>CORP</windowsDomain><windowsUserId>user${at}</windowsUserId>
    <externalApplication>SAP</externalApplication><externalUserId>ext${at}</externalUserId>
    <credential><field>${randomBytes(45).toString('base64')}</field></credential></mapping>`,
  )
  return `<sso>${application}\n${mappings.join('\n')}</sso>`
}

/**
 * @param {string} script
 * @param {string} folder To be made.
 * @param {number} number
 */
export async function measureServices(script, folder, number) {
  await mkdir(folder)
  const fresh = async (/** @type {string} */ what, rows = 0) => {
    // Not made by the child: its memory is measured.
    await writeFile(path.join(folder, 'mappings.xml'), mappingsXml(rows))
    return runOnce(script, { what, rows, database: path.join(folder, `${what}-${rows}`) })
  }
  /** @type {Record<string, () => Promise<any>>} */
  const measures = {
    none: () => fresh('generate'),
    some: () => fresh('generate', SMALL_JOB),
    lookUps: () => fresh('look-ups', LOOKED_UP),
    imported: () => fresh('import', IMPORTED),
  }
  const inOrder = Object.entries(measures)
  /** @type {Record<string, any>} */
  const measured = {}
  for (const [name, measure] of number % 2 === 0 ? inOrder : inOrder.reverse())
    measured[name] = await measure()
  await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  return measured
}

/**
 * @param {readonly Record<string, any>[]} rounds
 * @returns {readonly Row[]}
 */
export function serviceRows(rounds) {
  const each = (/** @type {string} */ name, key = 'milliseconds') => rounds.map((round) => round[name][key])
  return [
    ratioRow({
      measure: 'Generate with 10,000 credentials, ms (with none)',
      ours: each('some'),
      reference: each('none'),
      bar: 1.3,
    }),
    leastRow({ measure: 'Look-ups, cached, per second', ours: each('lookUps', 'cached'), bar: 500_000 }),
    leastRow({ measure: 'Look-ups, not cached, per second', ours: each('lookUps', 'uncached'), bar: 30_000 }),
    limitRow({
      measure: 'Import of 100,000 mappings with credentials, s',
      ours: each('imported').map((milliseconds) => milliseconds / 1000),
      bar: 15,
      digits: 1,
    }),
    limitRow({
      measure: 'Peak memory of it, MB',
      ours: each('imported', 'mebibytes').map((mebibytes) => (mebibytes * 2 ** 20) / 1e6),
      bar: 300,
    }),
  ]
}

/** The goals, as rates of ours over theirs. */
const goals = { keepassxc: 40, pass: 5_000, pgcrypto: 3, sqlcipher: 0 }

/**
 * @param {Readonly<Record<keyof typeof goals, import('../peers/programs.mjs').Peer>>} peers
 * @param {number} ours Rows per second.
 * @returns {{ rows: readonly Row[], notes: readonly string[] }}
 */
export function peerRows(peers, ours) {
  /** @type {Row[]} */
  const rows = []
  const notes = []
  for (const [name, goal] of Object.entries(goals)) {
    const peer = peers[/** @type {keyof typeof goals} */ (name)]
    if (peer.available) {
      const reference = [(peer.rows * 1000) / peer.milliseconds]
      rows.push(
        floorRow({
          measure: `Credentials re-keyed per second (${peer.version})`,
          ours: [ours],
          reference,
          bar: goal,
        }),
      )
    } else notes.push(`${name}: not measured, ${peer.reason}`)
  }
  return { rows, notes }
}
