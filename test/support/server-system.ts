import { type DataDirectory, locateDataDirectory } from '../../electron/core/files/data-directory.ts'
import { nodeFileSystem } from '../../electron/core/files/node-file-system.ts'
import { keyFileProtector } from '../../electron/core/key-protectors/key-file-protector.ts'
import type { SsoSystemOptions } from '../../electron/core/sso-system.ts'
import { temporaryFolder } from './temporary-folder.ts'
import { openTestSystem, type TestSystem } from './test-system.ts'

/** Where another computer keeps what is its own, its database the one in `shared`. */
export async function directoryBeside(shared: DataDirectory): Promise<DataDirectory> {
  return { ...locateDataDirectory(await temporaryFolder()), database: shared.database }
}

/** The system as another computer opens it: the same database, a data directory of its own. */
export async function openOnServer(
  server: string,
  shared: DataDirectory,
  overrides: Partial<SsoSystemOptions> = {},
): Promise<TestSystem> {
  const directory = overrides.directory ?? (await directoryBeside(shared))
  const protectors = [keyFileProtector(directory.keyFile, nodeFileSystem)]
  return openTestSystem({ server, directory, protectors, ...overrides })
}
