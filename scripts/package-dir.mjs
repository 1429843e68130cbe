import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describeRuntime, electronRuntime } from './electron-runtime.mjs'

const require = createRequire(import.meta.url)
/** @type {typeof import('electron-builder')} */
const { build, Platform } = require('electron-builder')

/**
 * Builds the unpacked app, for development and tests.
 *
 * @param {string} projectDir
 */
async function packageDirectory(projectDir) {
  const runtime = await electronRuntime()
  console.log(describeRuntime(runtime))
  await build({
    projectDir,
    targets: Platform.current().createTarget('dir'),
    config: {
      extends: fileURLToPath(new URL('../electron-builder.yml', import.meta.url)),
      electronDist: runtime.distPath,
      electronVersion: runtime.version,
    },
    publish: 'never',
  })
}

const [projectDir = fileURLToPath(new URL('..', import.meta.url)), ...targets] = process.argv.slice(2)
if (targets.length > 0 || !path.isAbsolute(projectDir)) {
  // The runtime at hand may be one for development only, which must never reach a user.
  console.error(
    'usage: package-dir.mjs [absolute project directory]\n' +
      'Only the unpacked directory is built here. Installers are built by `npx electron-builder`, which fetches\n' +
      'the official Electron itself.',
  )
  process.exitCode = 1
} else {
  await packageDirectory(projectDir)
}
