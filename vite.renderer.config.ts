import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The console's page, as served from `app://console/`. */
export default defineConfig({
  root: 'renderer',
  base: './',
  plugins: [react()],
  // Replaced by the main process with a fresh value each time the page is served.
  html: { cspNonce: 'CSP_NONCE' },
  worker: { format: 'es' },
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    target: 'chrome130',
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2000,
  },
})
