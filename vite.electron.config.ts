import { builtinModules } from 'node:module'
import { defineConfig } from 'vite'

/** The main process, its worker, and the command lines: each self-contained but for native modules. */
export default defineConfig({
  ssr: { noExternal: true, external: ['electron', '@photostructure/sqlite', '@napi-rs/keyring'] },
  build: {
    ssr: true,
    outDir: 'dist/electron',
    emptyOutDir: true,
    target: 'node20',
    minify: true,
    rolldownOptions: {
      input: {
        main: 'electron/main.ts',
        'database-jobs-worker': 'electron/core/health/database-jobs-worker.ts',
        'kdf-worker': 'electron/core/backup/kdf-worker.ts',
        'reencryption-worker': 'electron/core/reencryption/reencryption-worker.ts',
        'reseal-worker': 'electron/core/reencryption/reseal-worker.ts',
      },
      external: [...builtinModules, /^node:/],
      output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' },
    },
  },
})
