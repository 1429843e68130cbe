import { join } from 'node:path'
import { type DataDirectory, locateDataDirectory } from '../../electron/core/files/data-directory.ts'
import { nodeFileSystem } from '../../electron/core/files/node-file-system.ts'
import { keyFileProtector } from '../../electron/core/key-protectors/key-file-protector.ts'
import type { KeyProtector } from '../../electron/core/key-protectors/key-protector.ts'
import type { SsoSystemOptions } from '../../electron/core/sso-system.ts'
import { temporaryFolder } from './temporary-folder.ts'
import { aGenerateRequest, openTestSystem, type TestSystem } from './test-system.ts'

/** A system as an account with `keyring` opens it: in a data directory of its own, or the one it is given. */
export async function openWithKeyring(
  keyring: KeyProtector,
  given?: DataDirectory,
  overrides: Partial<SsoSystemOptions> = {},
): Promise<TestSystem> {
  const directory = given ?? locateDataDirectory(join(await temporaryFolder(), 'data'))
  const keyFile = keyFileProtector(directory.keyFile, overrides.files ?? nodeFileSystem)
  return openTestSystem({ directory, protectors: [keyring, keyFile], ...overrides })
}

/** As {@link openWithKeyring}, with a master secret. */
export async function openWithSecret(
  keyring: KeyProtector,
  overrides: Partial<SsoSystemOptions> = {},
): Promise<TestSystem & { readonly msid: string }> {
  const test = await openWithKeyring(keyring, undefined, overrides)
  const { msid } = await test.system.masterSecret.generate(aGenerateRequest(join(test.folder, 'a.bak')))
  await test.system.reencryption.whenIdle()
  return { ...test, msid }
}

/** The MSID of the current secret, if the store opens; otherwise why not. */
export async function secretInUse({ system }: TestSystem): Promise<string> {
  const { masterSecret } = await system.system.describe()
  if (masterSecret.state === 'none') return 'none'
  return 'error' in masterSecret ? masterSecret.error.code : masterSecret.msid
}
