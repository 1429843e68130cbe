import { builtinModules } from 'node:module'
import { defineConfig } from 'vite'

/** What the command lines load when it is needed: the core but for native modules, its workers, prompts. */
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
        'core-services': 'electron/cli/host/core-services.ts',
        'ask-on-terminal': 'electron/cli/passwords/ask-on-terminal.ts',
        'password-source': 'electron/cli/passwords/password-source.ts',
        'kdf-worker': 'electron/core/backup/kdf-worker.ts',
        'reseal-worker': 'electron/core/reencryption/reseal-worker.ts',
      },
      external: [...builtinModules, /^node:/],
      output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' },
    },
  },
})
