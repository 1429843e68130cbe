import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { _electron } from 'playwright-core'
import { IDLE_BEFORE_MS } from './age.mjs'
import { treeMemory } from './process-memory.mjs'
import { switches } from './starts.mjs'

/** @typedef {import('playwright-core').ElectronApplication} ElectronApplication */
/** @typedef {import('playwright-core').Page} Page */

const project = fileURLToPath(new URL('../..', import.meta.url))

const IDLE_MS = 3_000

/**
 * @typedef {object} GenerateMeasured
 * @property {number} clickToResult Milliseconds, from the click's own time to the frame after the result's.
 * @property {number} longestMainGap Milliseconds, between two timers of the main process meant for every 5.
 * @property {number} longestPageGap Milliseconds between two turns of the page's event loop: timers or frames.
 * @property {number} idleBefore Mebibytes of all processes, with Playwright attached.
 * @property {number} idleAfter The same, {@link IDLE_MS} after the result is shown.
 */

/**
 * Generates a master secret on an empty data directory, in the real window.
 *
 * @param {{ executable: string, dataDirectory: string, backupFile: string, password: string }} what
 * @returns {Promise<GenerateMeasured>}
 */
export async function measureGenerate({ backupFile, dataDirectory, executable, password }) {
  const env = { ...process.env, SSO_DATA_DIR: dataDirectory }
  const app = await _electron.launch({ executablePath: executable, args: [...switches, project], env })
  try {
    const page = await app.firstWindow()
    await page.locator('dl').first().waitFor()
    await pause(IDLE_MS)
    const idleBefore = (await treeMemory(app.process().pid)).mebibytes
    await fillDialog(app, page, backupFile, password)
    const run = await pressOk(app, page)
    await pause(IDLE_MS)
    return { ...run, idleBefore, idleAfter: (await treeMemory(app.process().pid)).mebibytes }
  } finally {
    await app.close()
  }
}

/**
 * @param {ElectronApplication} app
 * @param {Page} page
 * @param {string} backupFile
 * @param {string} password
 */
async function fillDialog(app, page, backupFile, password) {
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath })
  }, backupFile)
  await page.getByRole('button', { name: 'Generate Secret…' }).first().click()
  await page.getByRole('button', { name: 'Browse…' }).click()
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByLabel('Confirm password').fill(password)
  // The strength meter has loaded and rated the password; an administrator's hand takes longer to reach OK.
  await pause(IDLE_BEFORE_MS)
}

/**
 * @param {ElectronApplication} app
 * @param {Page} page
 */
async function pressOk(app, page) {
  await app.evaluate(watchMainLoop)
  await page.evaluate(watchPage)
  await page.getByRole('button', { name: 'OK' }).click()
  const { clicked, shown, longestGap } = await page.evaluate(() => globalThis.benchRun)
  const gaps = await app.evaluate(() => globalThis.benchGaps)
  const during = gaps.filter(({ at, length }) => at > clicked && at - length < shown)
  return {
    clickToResult: shown - clicked,
    longestMainGap: Math.max(...during.map(({ length }) => length)),
    longestPageGap: longestGap,
  }
}

/** Runs in the main process. */
function watchMainLoop() {
  /** @type {{ at: number, length: number }[]} */
  const gaps = []
  let last = performance.now()
  setInterval(() => {
    const now = performance.now()
    gaps.push({ at: performance.timeOrigin + now, length: now - last })
    last = now
  }, 5)
  globalThis.benchGaps = gaps
}

/** Runs in the page: from the click on OK to the frame after the one in which the result was painted. */
function watchPage() {
  globalThis.benchRun = new Promise((resolve) => {
    const onClick = (/** @type {MouseEvent} */ event) => {
      let last = event.timeStamp
      let longestGap = 0
      const turn = () => {
        const now = performance.now()
        longestGap = Math.max(longestGap, now - last)
        last = now
      }
      const frame = () => {
        turn()
        requestAnimationFrame(frame)
      }
      // After an input, frames go before timers, so timers alone would take two short tasks for one long gap.
      setInterval(turn, 5)
      requestAnimationFrame(frame)
      const finish = () => {
        turn()
        const shown = performance.now()
        const origin = performance.timeOrigin
        resolve({ clicked: origin + event.timeStamp, shown: origin + shown, longestGap })
      }
      const observer = new MutationObserver(() => {
        if (document.querySelector('[role=dialog] h3') === null) return
        observer.disconnect()
        requestAnimationFrame(() => requestAnimationFrame(finish))
      })
      observer.observe(document.body, { childList: true, subtree: true })
    }
    document.addEventListener('click', onClick, { capture: true, once: true })
  })
}
