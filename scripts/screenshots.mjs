import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { _electron } from 'playwright-core'
import { buildIfStale } from './build.mjs'
import { describeRuntime, electronRuntime } from './electron-runtime.mjs'
import { ensureLinuxLibraries } from './linux-libraries.mjs'

/** @typedef {import('playwright-core').ElectronApplication} ElectronApplication */
/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').Locator} Locator */

const project = fileURLToPath(new URL('..', import.meta.url))
const target = path.join(project, 'docs/screenshots')
const password = 'vintage kayak umbrella'

/** @typedef {{ app: ElectronApplication, window: Page, folder: string }} Console */

/** Takes every picture, in the order in which an administrator would come by. */
async function takeScreenshots() {
  mkdirSync(target, { recursive: true })
  const folder = mkdtempSync(path.join(tmpdir(), 'sso-'))
  const running = await startConsole(folder)
  try {
    await pictureEmptyConsole(running)
    await pictureErrors(running)
    await pictureDialogs(running)
    await pictureConsole(running)
    await pictureOthers(running)
  } finally {
    await running.app.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * @param {string} folder
 * @returns {Promise<Console>}
 */
async function startConsole(folder) {
  const runtime = await electronRuntime()
  console.log(describeRuntime(runtime))
  ensureLinuxLibraries({ executable: runtime.executable, forTests: true })
  const isRoot = process.platform === 'linux' && process.getuid?.() === 0
  const { DBUS_SESSION_BUS_ADDRESS, XDG_RUNTIME_DIR, ...env } = process.env
  const app = await _electron.launch({
    executablePath: runtime.executable,
    args: [...(isRoot ? ['--no-sandbox'] : []), project],
    // A keyring entry of the account that takes pictures must not be left behind.
    env: { .../** @type {Record<string, string>} */ (env), SSO_DATA_DIR: path.join(folder, 'data') },
  })
  const window = await app.firstWindow()
  await window.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  await resize({ app, window, folder }, 1080, 720)
  await window.getByRole('region', { name: 'SSO system' }).waitFor()
  return { app, window, folder }
}

/** @param {Console} running */
async function pictureEmptyConsole({ window }) {
  await picture(window, 'console-empty')
}

/** @param {Console} running */
async function pictureErrors({ window }) {
  const dialog = await openDialog(window, 'Generate Secret')
  await dialog.getByLabel('Password', { exact: true }).fill('secret')
  await dialog.getByLabel('Password reminder').fill('the secret one')
  await dialog.getByRole('button', { name: 'OK' }).click()
  await dialog.getByText('No backup file is chosen.').waitFor()
  await rated(dialog)
  await picture(window, 'generate-secret-errors')
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await dialog.waitFor({ state: 'detached' })
}

/** @param {Console} running */
async function pictureDialogs({ app, folder, window }) {
  await app.evaluate(({ dialog }, saveIn) => {
    // The name that the program suggests, in a folder of our own.
    const answer = async (/** @type {unknown[]} */ ...asked) => {
      const { defaultPath } = /** @type {{ defaultPath: string }} */ (asked.at(-1))
      return { canceled: false, filePath: `${saveIn}/${defaultPath.split('/').at(-1)}` }
    }
    dialog.showSaveDialog = /** @type {typeof dialog.showSaveDialog} */ (answer)
  }, folder)
  const dialog = await openDialog(window, 'Generate Secret')
  await dialog.getByRole('button', { name: 'Browse…' }).click()
  await dialog.getByTitle(/SSO[0-9A-F]{4}\.bak$/).waitFor()
  await dialog.getByLabel('Password', { exact: true }).fill(password)
  await dialog.getByLabel('Confirm password').fill(password)
  await dialog.getByLabel('Password reminder').fill('The sailing trip')
  await rated(dialog)
  await picture(window, 'generate-secret')
  await inTheDark(window, () => picture(window, 'generate-secret-dark'))
  await dialog.getByRole('button', { name: 'OK' }).click()
  await dialog.locator('[aria-current=step]').waitFor()
  await picture(window, 'generate-secret-progress')
  await dialog.getByRole('heading', { name: 'Master secret generated' }).waitFor()
  await picture(window, 'generate-secret-result')
  await dialog.getByRole('button', { name: 'Close' }).click()
  await dialog.waitFor({ state: 'detached' })
}

/** @param {Console} running */
async function pictureConsole(running) {
  const { window } = running
  await window.getByText('Master secret present').waitFor()
  await picture(window, 'console')
  await inTheDark(window, () => picture(window, 'console-dark'))
  const system = window.getByRole('treeitem', { name: 'System', exact: true })
  await system.click({ button: 'right' })
  await window.getByRole('menuitem', { name: 'Generate Secret…' }).waitFor()
  await picture(window, 'context-menu')
  await window.keyboard.press('Escape')
  await resize(running, 800, 600)
  await picture(window, 'console-800x600')
}

/** @param {Console} running */
async function pictureOthers(running) {
  const { app, folder, window } = running
  await resize(running, 1080, 720)
  const backup = readdirSync(folder).find((name) => name.endsWith('.bak'))
  await app.evaluate(
    ({ dialog }, filePath) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [filePath] })
    },
    path.join(folder, String(backup)),
  )
  await pictureVerify(window)
  await window.getByRole('heading', { name: 'Health' }).evaluate((heading) => heading.scrollIntoView())
  await picture(window, 'health')
  await openDialog(window, 'Properties', 'System Properties')
  await picture(window, 'properties')
  await window.keyboard.press('Escape')
  await window.getByRole('treeitem', { name: 'Event Log' }).click()
  await window.getByRole('grid').getByRole('row').nth(1).waitFor()
  await picture(window, 'event-log')
}

/** @param {Page} window */
async function pictureVerify(window) {
  const dialog = await openDialog(window, 'Verify Backup')
  await dialog.getByRole('button', { name: 'Browse…' }).click()
  await dialog.getByText('The sailing trip').waitFor()
  await dialog.getByLabel('Password', { exact: true }).fill(password)
  await dialog.getByRole('button', { name: 'Verify' }).click()
  await dialog.getByText('Nothing was changed').waitFor()
  await picture(window, 'verify-backup')
  await dialog.getByRole('button', { name: 'Close' }).click()
  await dialog.waitFor({ state: 'detached' })
}

/**
 * @param {Page} window
 * @param {string} action Without its dots.
 * @param {string} [title]
 * @returns {Promise<Locator>}
 */
async function openDialog(window, action, title = action) {
  const tool = new RegExp(`^${action}…?$`)
  await window.getByRole('toolbar').getByRole('button', { name: tool }).click()
  const dialog = window.getByRole('dialog', { name: title })
  await dialog.getByRole('button').first().waitFor()
  return dialog
}

/**
 * Waits until the password's strength is told in words.
 *
 * @param {Locator} dialog
 */
async function rated(dialog) {
  await dialog.locator('[role=meter][aria-valuetext]:not([aria-valuetext=""])').waitFor()
}

/**
 * @param {Console} running
 * @param {number} width
 * @param {number} height
 */
async function resize({ app, window }, width, height) {
  await app.evaluate(
    ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height),
    { width, height },
  )
  await window.waitForFunction((size) => innerWidth === size.width && innerHeight === size.height, {
    width,
    height,
  })
}

/**
 * @param {Page} window
 * @param {() => Promise<void>} take
 */
async function inTheDark(window, take) {
  await window.emulateMedia({ colorScheme: 'dark' })
  await take()
  await window.emulateMedia({ colorScheme: 'light' })
}

/**
 * @param {Page} window
 * @param {string} name
 */
async function picture(window, name) {
  const file = path.join(target, `${name}.png`)
  await window.screenshot({ path: file, animations: 'disabled', caret: 'hide' })
  console.log(`${path.relative(project, file)}: ${Math.ceil(statSync(file).size / 1024)} KB`)
}

/** Starts this script again under a virtual display. */
function runUnderVirtualDisplay() {
  const command = ['-a', '-s', '-screen 0 1280x1024x24', process.execPath, fileURLToPath(import.meta.url)]
  return spawnSync('xvfb-run', command, { stdio: 'inherit' }).status ?? 1
}

if (process.platform === 'linux' && !process.env.DISPLAY) {
  ensureLinuxLibraries({ forTests: true })
  process.exitCode = runUnderVirtualDisplay()
} else {
  await buildIfStale()
  await takeScreenshots()
}
