import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build as viteBuild } from 'vite'
import { bundles } from './build/bundles.mjs'
import { writeManPages } from './cli-reference.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
/** What goes into dist/, and how. */
const sources = [
  'electron',
  'renderer',
  'shared',
  'scripts/build.mjs',
  'scripts/build',
  'scripts/cli-reference',
  'package.json',
  'package-lock.json',
]

/** Builds everything that runs into dist/. */
export async function build() {
  const { NODE_ENV } = process.env
  try {
    for (const bundle of bundles) await viteBuild({ configFile: false, logLevel: 'warn', ...bundle })
    await writeManPages()
  } finally {
    // Vite leaves `production` behind, and tests that run after this would get React without its test tools.
    if (NODE_ENV === undefined) delete process.env.NODE_ENV
    else process.env.NODE_ENV = NODE_ENV
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
