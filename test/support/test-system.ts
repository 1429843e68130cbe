import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { OsAccount } from '../../electron/core/access/os-account.ts'
import { type DataDirectory, locateDataDirectory } from '../../electron/core/files/data-directory.ts'
import { nodeFileSystem } from '../../electron/core/files/node-file-system.ts'
import { keyFileProtector } from '../../electron/core/key-protectors/key-file-protector.ts'
import type { GenerateRequest } from '../../electron/core/master-secret/master-secret.service.ts'
import { openSsoSystem, type SsoSystem, type SsoSystemOptions } from '../../electron/core/sso-system.ts'
import { anyName } from './any-name.ts'
import { inProcessKdf } from './in-process-kdf.ts'
import { temporaryFolder } from './temporary-folder.ts'

export const administrator: OsAccount = { name: 'root', groups: ['sudo'], isLocalAdministrator: true }

export interface TestSystem {
  readonly system: SsoSystem
  readonly directory: DataDirectory
  /** Where backups can go. */
  readonly folder: string
}

/** A system of the test's own in real files, its key derivation cheap. */
export async function openTestSystem(overrides: Partial<SsoSystemOptions> = {}): Promise<TestSystem> {
  const parent = await temporaryFolder()
  const directory = overrides.directory ?? locateDataDirectory(join(parent, 'data'))
  const folder = join(parent, 'backups')
  await mkdir(folder)
  const options: SsoSystemOptions = {
    directory,
    expected: 'either',
    kdf: inProcessKdf,
    account: async () => administrator,
    server: 'sso01',
    protectors: [keyFileProtector(directory.keyFile, overrides.files ?? nodeFileSystem)],
    workFactor: 6,
    names: anyName,
    ...overrides,
  }
  // Only an administrator makes one, whoever opens it.
  if (overrides.account && !overrides.directory)
    await (await openSsoSystem({ ...options, account: async () => administrator })).close()
  const system = await openSsoSystem(options)
  onTestFinished(() => system.close())
  return { system, directory, folder }
}

export const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)

export const PASSWORD = 'correct horse battery staple'

/** A request that succeeds, but for what is overridden. */
export function aGenerateRequest(
  backupFile: string,
  overrides: Partial<GenerateRequest> = {},
): GenerateRequest {
  return {
    backupFile,
    ifExists: 'refuse',
    password: utf8(PASSWORD),
    confirmation: utf8(PASSWORD),
    reminder: 'the xkcd one',
    ...overrides,
  }
}
