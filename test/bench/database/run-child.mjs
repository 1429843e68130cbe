import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'vite'
import { switches } from '../starts.mjs'

const project = fileURLToPath(new URL('../../..', import.meta.url))
const dist = pathToFileURL(path.join(project, 'dist/electron')).href

/** Makes the children scripts that Node and Electron run, where their native modules are found. */
export async function buildChild() {
  const outDir = path.join(project, 'node_modules/.cache/bench-database')
  await build({
    configFile: false,
    root: project,
    logLevel: 'error',
    ssr: { noExternal: true, external: ['@photostructure/sqlite', '@napi-rs/keyring'] },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: true,
      target: 'node20',
      rolldownOptions: {
        input: ['child', 'service-child', 'health-child'].map((name) => `test/bench/database/${name}.ts`),
        output: { entryFileNames: '[name].js' },
      },
    },
  })
  await writeFile(path.join(outDir, 'package.json'), '{ "type": "module" }')
  return {
    child: await asApp(outDir, 'child'),
    serviceChild: path.join(outDir, 'service-child.js'),
    healthChild: await asApp(outDir, 'health-child'),
  }
}

/**
 * Makes a child that Electron, too, can start: its stand-in for a missing app wants a folder with a package.json.
 *
 * @param {string} outDir
 * @param {string} name
 * @returns {Promise<string>} The script.
 */
async function asApp(outDir, name) {
  const folder = path.join(outDir, `${name}-app`)
  await mkdir(folder)
  const manifest = { name: 'bench', version: '1.0.0', type: 'module', main: `${name}.js` }
  await writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest))
  const script = path.join(folder, `${name}.js`)
  await writeFile(script, `await import('../${name}.js')\n`)
  return script
}

/**
 * @typedef {object} ChildOrder
 * @property {string} what
 * @property {string} database
 * @property {number} rows
 * @property {string} [electron] The executable, if not in this Node.
 */

/**
 * Starts a child.
 *
 * @param {string} script
 * @param {ChildOrder} order
 */
export function startChild(script, { database, electron, rows, what }) {
  const command = electron ?? process.execPath
  const app = electron === undefined ? [script] : [...switches, path.dirname(script)]
  const child = spawn(command, [...app, what, database, String(rows), dist], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    /** @returns {Promise<any>} The next line of JSON it prints; `null` at its end. */
    async next() {
      for (;;) {
        const { done, value } = await lines.next()
        if (done) return null
        if (value.startsWith('{')) return JSON.parse(value)
      }
    },
    stop: () => child.stdin.end('stop\n'),
    async ended() {
      if (child.exitCode === null) await once(child, 'exit')
      if (child.exitCode !== 0) throw new Error(`${what} ended with ${child.exitCode}`)
    },
  }
}

/**
 * Runs a child to its end.
 *
 * @param {string} script
 * @param {ChildOrder} order
 * @returns {Promise<any>} What it printed.
 */
export async function runOnce(script, order) {
  const child = startChild(script, order)
  const result = await child.next()
  await child.ended()
  return result
}

/**
 * Runs a child to its end, on a copy of the database where there is one.
 *
 * @param {string} script
 * @param {ChildOrder} order
 * @returns {Promise<any>} What it printed.
 */
export async function runChild(script, order) {
  const copy = order.what === 'fill' ? order.database : `${order.database}.${order.what}`
  if (copy !== order.database) await copyFile(order.database, copy)
  const result = await runOnce(script, { ...order, database: copy })
  if (copy !== order.database) {
    for (const suffix of ['', '-wal', '-shm']) await rm(copy + suffix, { force: true })
  }
  return result
}
