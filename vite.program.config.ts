import { builtinModules } from 'node:module'
import { defineConfig, type Plugin } from 'vite'

/** Files of their own, which all programs share: loaded when a verb runs, when a password is asked for or read. */
const loadedLater = /\/(core-services|ask-on-terminal|password-source)\.ts$/
/** What a program runs on a Node that is new enough. */
const run = /\/(sso[a-z]+)\/run\.ts$/

const filesBeside: Plugin = {
  name: 'files-beside',
  enforce: 'pre',
  resolveId: (source) => {
    const name = loadedLater.exec(source)?.[1]
    const program = run.exec(source)?.[1]
    if (source.startsWith('.') && program !== undefined) return { id: `./${program}-run.js`, external: true }
    return name === undefined ? null : { id: `./${name}.js`, external: true }
  },
}

/**
 * One command line: a single file with all that parsing and help take. Which one, scripts/build.mjs says.
 * One build each, because programs built together would be split into shared files, which start slower.
 */
export default defineConfig({
  plugins: [filesBeside],
  ssr: { noExternal: true },
  build: {
    ssr: true,
    outDir: 'dist/cli',
    emptyOutDir: false,
    target: 'node20',
    minify: true,
    rolldownOptions: {
      external: [...builtinModules, /^node:/],
      output: { entryFileNames: '[name].js', codeSplitting: false },
    },
  },
})
