import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chown, readdir } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { environment, findProgram, run, searched } from './programs.mjs'

const DEBIAN = '/usr/lib/postgresql'
const SUPERUSER = 'postgres'
const PATIENCE_MS = 30_000

/**
 * @typedef {object} Programs
 * @property {string} initdb
 * @property {string} postgres
 * @property {string} psql
 */

/**
 * @typedef {object} Cluster
 * @property {(lines: readonly string[]) => Promise<string>} sql Runs a script to its end, or to its first error,
 *   which rejects; gives what it printed, unaligned.
 * @property {() => Promise<void>} stop
 */

/**
 * @returns {Promise<Programs | undefined>} Those of the newest version Debian has installed, or those in the PATH.
 */
export async function findPostgres() {
  const versions = await readdir(DEBIAN).catch(() => [])
  const newestFirst = versions.sort((a, b) => Number(b) - Number(a))
  for (const folders of [...newestFirst.map((version) => [path.join(DEBIAN, version, 'bin')]), searched]) {
    const [initdb, postgres, psql] = await Promise.all(
      ['initdb', 'postgres', 'psql'].map((name) => findProgram(name, folders)),
    )
    if (initdb && postgres && psql) return { initdb, postgres, psql }
  }
  return undefined
}

/**
 * Makes and starts a cluster with the default settings but for where it listens: at a socket in the folder only.
 *
 * @param {Programs} programs
 * @param {string} folder Empty.
 * @returns {Promise<Cluster>} Accepting connections.
 */
export async function startCluster(programs, folder) {
  const [launcher, ...launching] = await asServerAccount(folder)
  const data = path.join(folder, 'data')
  const making = [programs.initdb, '--auth=trust', `--username=${SUPERUSER}`, '--encoding=UTF8', '-D', data]
  await run(launcher, [...launching, ...making], { folder })
  const serving = [programs.postgres, '-D', data, '-k', folder, '-c', 'listen_addresses=']
  const server = spawn(launcher, [...launching, ...serving], {
    cwd: folder,
    env: environment(folder),
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let log = ''
  server.stderr.setEncoding('utf8').on('data', (text) => {
    log += text
  })
  const sql = (/** @type {readonly string[]} */ lines) => runSql(programs.psql, folder, lines)
  const stop = () => stopServer(server)
  try {
    await untilItAnswers(server, sql)
  } catch (cause) {
    await stop()
    throw new Error(`PostgreSQL does not start: ${log.trim()}`, { cause })
  }
  return { sql, stop }
}

/**
 * PostgreSQL does not run as root, and the account it runs as then need not be able to enter the folders above its
 * own: the one capability to pass through them stands in for that, and leaves their permissions alone.
 *
 * @param {string} folder
 * @returns {Promise<[string, ...string[]]>} What to start a program of the server with.
 */
async function asServerAccount(folder) {
  if (process.getuid?.() !== 0) return ['env']
  const ids = ['-u', '-g'].map((which) => run('id', [which, SUPERUSER], { folder }))
  const [uid, gid] = (await Promise.all(ids)).map(({ output }) => Number(output))
  await chown(folder, uid ?? Number.NaN, gid ?? Number.NaN)
  const capability = '+dac_override'
  const account = [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups']
  return ['setpriv', ...account, `--inh-caps=${capability}`, `--ambient-caps=${capability}`]
}

/**
 * @param {string} psql
 * @param {string} folder
 * @param {readonly string[]} lines
 */
async function runSql(psql, folder, lines) {
  const settings = ['--no-psqlrc', '--tuples-only', '--no-align', '--set=ON_ERROR_STOP=1']
  const connection = [`--host=${folder}`, `--username=${SUPERUSER}`, '--dbname=postgres']
  const input = lines.map((line) => `${line}\n`).join('')
  return (await run(psql, [...settings, ...connection], { folder, input })).output
}

/**
 * @param {import('node:child_process').ChildProcess} server
 * @param {Cluster['sql']} sql
 */
async function untilItAnswers(server, sql) {
  const giveUp = performance.now() + PATIENCE_MS
  for (;;) {
    const refusal = await sql(['SELECT 1;']).then(
      () => undefined,
      (error) => error,
    )
    if (refusal === undefined) return
    if (hasEnded(server) || performance.now() > giveUp) throw refusal
    await pause(50)
  }
}

/** @param {import('node:child_process').ChildProcess} server */
async function stopServer(server) {
  if (hasEnded(server)) return
  const gone = once(server, 'exit')
  // Ends it without waiting for clients.
  server.kill('SIGINT')
  await gone
}

/** @param {import('node:child_process').ChildProcess} server */
function hasEnded(server) {
  return server.exitCode !== null || server.signalCode !== null
}
