import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { runnerImport } from 'vite'

const root = fileURLToPath(new URL('..', import.meta.url))

/** @returns {Promise<typeof import('./cli-reference/cli-reference.ts')>} */
async function load() {
  const { module } = await runnerImport(join(root, 'scripts/cli-reference/cli-reference.ts'), {
    configFile: false,
    root,
    logLevel: 'warn',
  })
  return /** @type {typeof import('./cli-reference/cli-reference.ts')} */ (module)
}

/** Writes the manual pages of the command lines into dist/man. */
export async function writeManPages() {
  await (await load()).writeManPages(root)
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await (await load()).writeReference(root)
}
