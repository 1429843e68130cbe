import { builtinModules } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { filesBeside } from './files-beside.mjs'

/** @typedef {import('vite').InlineConfig} ViteConfig */

/**
 * @typedef {object} NodeBundle Code for Node or Electron, each file self-contained but for `external`.
 * @property {string} folder Below dist/.
 * @property {boolean} [empties] Whether the folder is emptied before: the first bundle in it does.
 * @property {Readonly<Record<string, string>>} input Names of files to be made, and their sources.
 * @property {readonly string[]} [external] What is loaded from node_modules, or comes with Electron.
 * @property {import('vite').Plugin[]} [plugins]
 * @property {boolean} [single] Whether all that the file loads is in it, even what it loads later.
 * @property {'es' | 'cjs'} [format]
 * @property {string} [target]
 */

const root = fileURLToPath(new URL('../..', import.meta.url))
const native = ['@photostructure/sqlite', '@napi-rs/keyring']
const workers = {
  'kdf-worker': 'electron/core/backup/kdf-worker.ts',
  'cipher-worker': 'electron/core/reencryption/cipher-worker.ts',
}

/** @type {ViteConfig} The console's page, as served from `app://console/`. */
const page = {
  root: path.join(root, 'renderer'),
  base: './',
  plugins: [react()],
  // Replaced by the main process with a fresh value each time the page is served.
  html: { cspNonce: 'CSP_NONCE' },
  worker: { format: 'es' },
  build: {
    outDir: path.join(root, 'dist/renderer'),
    emptyOutDir: true,
    target: 'chrome130',
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2000,
  },
}

/** @type {NodeBundle} The main process and its workers. */
const mainProcess = {
  folder: 'electron',
  empties: true,
  external: ['electron', ...native],
  input: {
    main: 'electron/main.ts',
    'database-jobs-worker': 'electron/core/health/database-jobs-worker.ts',
    'sweep-worker': 'electron/core/reencryption/sweep-worker.ts',
    ...workers,
  },
}

/** @type {NodeBundle} The preload script: a sandboxed one is a single CommonJS file. */
const preload = {
  folder: 'electron',
  external: ['electron'],
  input: { preload: 'electron/preload.ts' },
  format: 'cjs',
  target: 'chrome130',
}

/** @type {NodeBundle} What the command lines load when it is needed: the core, its workers, prompts. */
const loadedLater = {
  folder: 'cli',
  empties: true,
  external: native,
  input: {
    'core-services': 'electron/cli/host/core-services.ts',
    'ask-on-terminal': 'electron/cli/passwords/ask-on-terminal.ts',
    'password-source': 'electron/cli/passwords/password-source.ts',
    ...workers,
  },
}

/**
 * A command line: what refuses an old Node, and what runs on one that is new enough, with all that parsing and help
 * take. A bundle each, because programs built together would be split into shared files, which start slower.
 *
 * @param {string} program
 * @returns {readonly NodeBundle[]}
 */
function commandLine(program) {
  const sources = {
    [program]: `electron/cli/${program}.ts`,
    [`${program}-run`]: `electron/cli/${program}/run.ts`,
  }
  return Object.entries(sources).map(([name, source]) => ({
    folder: 'cli',
    input: { [name]: source },
    plugins: [filesBeside(Object.keys(loadedLater.input))],
    single: true,
  }))
}

/**
 * @param {NodeBundle} bundle
 * @returns {ViteConfig}
 */
function forNode({
  empties = false,
  external = [],
  folder,
  format = 'es',
  input,
  plugins = [],
  single,
  target,
}) {
  const extension = format === 'cjs' ? 'cjs' : 'js'
  const names = { entryFileNames: `[name].${extension}`, chunkFileNames: `[name].${extension}` }
  return {
    root,
    plugins,
    ssr: { noExternal: true, external: [...external] },
    build: {
      ssr: true,
      outDir: `dist/${folder}`,
      emptyOutDir: empties,
      target: target ?? 'node20',
      minify: true,
      rolldownOptions: {
        input: { ...input },
        external: [...builtinModules, /^node:/, ...external],
        output: { format, ...names, ...(single ? { codeSplitting: false } : {}) },
      },
    },
  }
}

const nodeBundles = [
  mainProcess,
  preload,
  loadedLater,
  ...['ssoconfig', 'ssomanage', 'ssoclient'].flatMap(commandLine),
]

/** Everything that Vite builds, in this order. @type {readonly ViteConfig[]} */
export const bundles = [page, ...nodeBundles.map(forNode)]
