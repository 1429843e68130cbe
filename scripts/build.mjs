import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build as viteBuild } from 'vite'

const root = fileURLToPath(new URL('..', import.meta.url))
const configs = [
  'vite.renderer.config.ts',
  'vite.electron.config.ts',
  'vite.preload.config.ts',
  'vite.cli.config.ts',
]
const sources = ['electron', 'renderer', 'shared', 'package.json', 'package-lock.json', ...configs]

/** Builds everything that runs into dist/. */
export async function build() {
  for (const config of configs) {
    await viteBuild({
      configFile: join(root, config),
      root: config.includes('renderer') ? join(root, 'renderer') : root,
      logLevel: 'warn',
    })
  }
}

/** Builds only if something that goes into dist/ is newer than it. */
export async function buildIfStale() {
  const built = await stat(join(root, 'dist/cli/ssoconfig.js')).catch(() => null)
  const newest = Math.max(...(await Promise.all(sources.map((source) => newestChange(join(root, source))))))
  if (built === null || built.mtimeMs < newest) await build()
}

/**
 * @param {string} path
 * @returns {Promise<number>}
 */
async function newestChange(path) {
  const found = await stat(path)
  if (!found.isDirectory()) return found.mtimeMs
  const entries = await readdir(path)
  return Math.max(
    found.mtimeMs,
    ...(await Promise.all(entries.map((entry) => newestChange(join(path, entry))))),
  )
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await build()
