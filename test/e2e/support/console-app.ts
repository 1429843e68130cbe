import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { _electron, type ElectronApplication, type Page } from 'playwright-core'
import { electronRuntime } from '../../../scripts/electron-runtime.mjs'
import { waitUntilRead } from './console-parts.ts'

export const projectRoot = fileURLToPath(new URL('../../..', import.meta.url))

/** Chromium's sandbox refuses to start as root on Linux, as in containers. */
export const isLinuxRoot = process.platform === 'linux' && process.getuid?.() === 0

/** The console, running on a data directory of its own. */
export interface RunningConsole {
  readonly app: ElectronApplication
  readonly window: Page
  readonly dataDirectory: string
  /** For backups: beside the data directory, removed with it. */
  readonly folder: string
  /** What the app has written to stdout and stderr. */
  readonly output: () => string
  /** Quits the app and removes what it and the test wrote. */
  readonly close: () => Promise<void>
}

/** Two empty folders under a temporary one. */
export interface TestFolders {
  readonly dataDirectory: string
  readonly folder: string
  readonly remove: () => Promise<void>
}

export async function makeFolders(): Promise<TestFolders> {
  const root = await mkdtemp(join(tmpdir(), 'sso-e2e-'))
  const folder = await mkdtemp(join(root, 'backups-'))
  const remove = () => rm(root, { recursive: true, force: true, maxRetries: 5 })
  return { dataDirectory: join(root, 'data'), folder, remove }
}

/** Starts the console and waits until it shows the SSO system, in `folders` or in fresh ones. */
export async function startConsole(folders?: TestFolders): Promise<RunningConsole> {
  const { dataDirectory, folder, remove } = folders ?? (await makeFolders())
  const app = await launch(dataDirectory)
  const output = collectOutput(app)
  const window = await app.firstWindow()
  window.setDefaultTimeout(20_000)
  // Nothing is tested of animations, and they would be waited for.
  await window.emulateMedia({ reducedMotion: 'reduce' })
  await waitUntilRead(window)
  const close = async () => {
    await app.close()
    await remove()
  }
  return { app, window, dataDirectory, folder, output, close }
}

async function launch(dataDirectory: string): Promise<ElectronApplication> {
  const { executable } = await electronRuntime({ log: () => undefined })
  return _electron.launch({
    executablePath: executable,
    args: launchArguments(),
    cwd: projectRoot,
    env: consoleEnvironment(dataDirectory),
    timeout: 60_000,
  })
}

export function launchArguments(): string[] {
  return [...(isLinuxRoot ? ['--no-sandbox'] : []), projectRoot]
}

/** Without the session bus, so that the keyring of whoever runs the tests is left alone. */
export function consoleEnvironment(dataDirectory: string): Record<string, string> {
  const { DBUS_SESSION_BUS_ADDRESS, XDG_RUNTIME_DIR, NODE_OPTIONS, ...kept } = process.env
  const defined = Object.entries(kept).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return { ...Object.fromEntries(defined), SSO_DATA_DIR: dataDirectory }
}

function collectOutput(app: ElectronApplication): () => string {
  const chunks: Buffer[] = []
  const { stderr, stdout } = app.process()
  for (const stream of [stderr, stdout]) stream?.on('data', (chunk: Buffer) => chunks.push(chunk))
  return () => Buffer.concat(chunks).toString()
}
