import { builtinModules } from 'node:module'
import { defineConfig } from 'vite'

/** The command lines: one file each but for native modules, and the key derivation's worker. */
export default defineConfig({
  ssr: { noExternal: true, external: ['@photostructure/sqlite', '@napi-rs/keyring'] },
  build: {
    ssr: true,
    outDir: 'dist/cli',
    emptyOutDir: true,
    target: 'node20',
    minify: true,
    rolldownOptions: {
      input: {
        ssoconfig: 'electron/cli/ssoconfig.ts',
        'kdf-worker': 'electron/core/master-secret/kdf-worker.ts',
        'reseal-worker': 'electron/core/reencryption/reseal-worker.ts',
      },
      external: [...builtinModules, /^node:/],
      output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' },
    },
  },
})
