/**
 * Stands in for the `default_app.asar` that a stock Electron brings along: runs the app named by
 * `electron [switches] [-r <module>]… <app directory> [arguments]`.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { app } from 'electron'

/** @param {readonly string[]} args */
function parse(args) {
  const modules = []
  const rest = [...args]
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === '-r' || arg === '--require') modules.push(rest.shift() ?? '')
    else if (!arg.startsWith('-')) return { modules, directory: path.resolve(arg) }
  }
  throw new Error('usage: electron [-r <module>]… <app directory>')
}

/**
 * Electron's own default app relies on the two extra methods; its type declarations leave them out.
 *
 * @type {import('electron').App & { setVersion(version: string): void, setAppPath(path: string): void }}
 */
const runningApp = /** @type {any} */ (app)

/** @param {string} directory */
function takeIdentityOf(directory) {
  const manifest = JSON.parse(readFileSync(path.join(directory, 'package.json'), 'utf8'))
  runningApp.setName(manifest.productName ?? manifest.name)
  runningApp.setVersion(manifest.version ?? '0.0.0')
  runningApp.setAppPath(directory)
  Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true })
  return path.join(directory, manifest.main ?? 'index.js')
}

try {
  const { modules, directory } = parse(process.argv.slice(1))
  const require = createRequire(path.join(directory, 'package.json'))
  for (const name of modules) require(name)
  // Awaited at the top level: Electron holds back `ready` until this module has finished, and an app
  // may register its schemes only before that.
  await import(pathToFileURL(takeIdentityOf(directory)).href)
} catch (error) {
  // Without a window, an exception here would open a native dialog that nobody can answer.
  console.error(error)
  process.exit(1)
}
