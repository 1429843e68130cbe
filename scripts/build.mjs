import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build as viteBuild } from 'vite'
import { writeManPages } from './cli-reference.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const configs = [
  'vite.renderer.config.ts',
  'vite.electron.config.ts',
  'vite.preload.config.ts',
  'vite.cli.config.ts',
]
const programConfig = 'vite.program.config.ts'
const programs = ['ssoconfig', 'ssomanage', 'ssoclient']
const sources = [
  'electron',
  'renderer',
  'shared',
  'package.json',
  'package-lock.json',
  ...configs,
  programConfig,
]

/** Builds everything that runs into dist/. */
export async function build() {
  const { NODE_ENV } = process.env
  try {
    for (const config of configs) await buildOne(config)
    for (const program of programs) {
      await buildProgram(program, `electron/cli/${program}.ts`)
      await buildProgram(`${program}-run`, `electron/cli/${program}/run.ts`)
    }
    await writeManPages()
  } finally {
    // Vite leaves `production` behind, and tests that run after this would get React without its test tools.
    if (NODE_ENV === undefined) delete process.env.NODE_ENV
    else process.env.NODE_ENV = NODE_ENV
  }
}

/** @param {string} config */
function buildOne(config) {
  const page = config === 'vite.renderer.config.ts'
  return viteBuild({
    configFile: join(root, config),
    root: page ? join(root, 'renderer') : root,
    logLevel: 'warn',
  })
}

/**
 * @param {string} name Of what is built.
 * @param {string} input
 */
function buildProgram(name, input) {
  return viteBuild({
    configFile: join(root, programConfig),
    root,
    logLevel: 'warn',
    build: { rolldownOptions: { input: { [name]: join(root, input) } } },
  })
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
