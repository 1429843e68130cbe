import { mkdir, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { measureAge } from './age.mjs'
import { measureGenerate } from './generate.mjs'
import { measureSsoconfig } from './ssoconfig.mjs'
import { blankWindow, consoleApp, measureStart } from './starts.mjs'

/** V8 writes its code cache in the second start at the earliest, and uses it from the third. */
const WARM_UP_STARTS = 3

/** Of every backup that is measured. */
export const password = 'correct-horse-battery-staple-1066'

/**
 * @typedef {object} Prepared
 * @property {string} executable
 * @property {string} folder
 * @property {import('./starts.mjs').App} console
 * @property {import('./starts.mjs').App} blank
 * @property {number} backupBytes
 */

/**
 * @typedef {object} Round
 * @property {import('./starts.mjs').StartMeasured} console
 * @property {import('./starts.mjs').StartMeasured} blank
 * @property {import('./generate.mjs').GenerateMeasured} generate
 * @property {import('./age.mjs').AgeMeasured} age
 * @property {number} ssoconfig
 */

/**
 * Fills the caches, and finds out how long the very first starts take.
 *
 * @param {string} executable
 * @param {string} folder Empty.
 * @returns {Promise<Prepared & { firstStart: { console: number, blank: number } }>}
 */
export async function prepare(executable, folder) {
  const apps = {
    console: consoleApp(path.join(folder, 'console')),
    blank: blankWindow(path.join(folder, 'blank')),
  }
  const firstStart = await startBoth(executable, apps)
  for (let start = 1; start < WARM_UP_STARTS; start += 1) await startBoth(executable, apps)
  const backupFile = path.join(folder, 'warm-up.bak')
  await measureSsoconfig({ dataDirectory: path.join(folder, 'warm-up'), backupFile, password })
  return { executable, folder, ...apps, backupBytes: (await stat(backupFile)).size, firstStart }
}

/**
 * @param {string} executable
 * @param {Pick<Prepared, 'console' | 'blank'>} apps
 */
async function startBoth(executable, { blank, console }) {
  const { painted } = await measureStart(executable, console)
  return { console: painted, blank: (await measureStart(executable, blank)).painted }
}

/**
 * Measures one of each, one after the other; in every other round in the opposite order.
 *
 * @param {Prepared} prepared
 * @param {number} number
 * @returns {Promise<Round>}
 */
export async function measureRound(prepared, number) {
  const { backupBytes, executable } = prepared
  const folder = path.join(prepared.folder, `round-${number}`)
  await mkdir(folder)
  const file = (/** @type {string} */ name) => path.join(folder, name)
  await writeFile(file('plaintext'), Buffer.alloc(backupBytes, 'x'))
  /** @type {{ [Measure in keyof Round]: () => Promise<Round[Measure]> }} */
  const measures = {
    console: () => measureStart(executable, prepared.console),
    blank: () => measureStart(executable, prepared.blank),
    generate: () =>
      measureGenerate({
        executable,
        dataDirectory: file('window'),
        backupFile: file('window.bak'),
        password,
      }),
    age: () =>
      measureAge({ plaintext: file('plaintext'), encrypted: file('plaintext.age'), passphrase: password }),
    ssoconfig: () => measureSsoconfig({ dataDirectory: file('cli'), backupFile: file('cli.bak'), password }),
  }
  const inOrder = Object.entries(measures)
  const results = []
  for (const [name, measure] of number % 2 === 0 ? inOrder : inOrder.reverse()) {
    results.push([name, await measure()])
  }
  return Object.fromEntries(results)
}
