import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { createPackage } from '@electron/asar'
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses'

const defaultApp = fileURLToPath(new URL('../electron-default-app', import.meta.url))

/**
 * Makes the runtime of a finished product one that runs any app directory, and that Playwright can drive.
 *
 * @param {string} distPath
 * @param {string} version
 */
export async function prepareForDevelopment(distPath, version) {
  await flipFuses(path.join(distPath, 'electron'), {
    version: FuseVersion.V1,
    // The other product's snapshot: with it, the process exits silently with code 1.
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    // Playwright attaches through --inspect.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  })
  await rm(path.join(distPath, 'browser_v8_context_snapshot.bin'), { force: true })
  await createPackage(defaultApp, path.join(distPath, 'resources', 'default_app.asar'))
  await writeFile(path.join(distPath, 'version'), version)
}
