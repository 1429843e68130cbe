import { describe, expect, it, onTestFinished } from 'vitest'
import { CredentialService } from '../../../electron/core/credentials/credential.service.ts'
import { CredentialCache } from '../../../electron/core/credentials/credential-cache.ts'
import { CredentialKeys } from '../../../electron/core/credentials/credential-keys.ts'
import { EventRecorder } from '../../../electron/core/events/event-recorder.ts'
import { SecretOperationsLog } from '../../../electron/core/events/secret-operations-log.ts'
import { nodeFileSystem } from '../../../electron/core/files/node-file-system.ts'
import { keyFileProtector } from '../../../electron/core/key-protectors/key-file-protector.ts'
import { SecretStore } from '../../../electron/core/secret-store/secret-store.ts'
import {
  type CredentialSystem,
  openCredentialSystem,
  people,
  setPassword,
  ursula,
} from '../../support/credential-system.ts'
import { openDatabaseFile } from '../../support/open-database-file.ts'

interface WithCache extends CredentialSystem {
  readonly cache: CredentialCache
  /** The service as Ursula has it: her look-ups write nothing. */
  readonly credentials: CredentialService
}

async function openWithCache(): Promise<WithCache> {
  const opened = await openCredentialSystem()
  const { directory, system } = opened
  await setPassword(system, 'sesame')
  const database = await openDatabaseFile(directory.database)
  const cache = new CredentialCache()
  const protector = keyFileProtector(directory.keyFile, nodeFileSystem)
  const credentials = new CredentialService({
    database,
    cache,
    keys: new CredentialKeys(new SecretStore(directory, nodeFileSystem, [protector])),
    events: new EventRecorder(database, new SecretOperationsLog(directory.events), 'sso01'),
    account: async () => people.applicationUser,
    server: 'sso01',
    names: null,
  })
  onTestFinished(async () => {
    await credentials.close()
    await database.close()
  })
  return { ...opened, cache, credentials }
}

const payroll = { application: 'Payroll' }

describe('looked-up credentials', () => {
  it('stay in memory, once however often they are looked up, until the service is closed', async () => {
    const { cache, credentials } = await openWithCache()
    await credentials.get(payroll)
    await credentials.get(payroll)
    expect(cache.size).toBe(1)
    await credentials.close()
    expect(cache.size).toBe(0)
  })

  it('leave memory when they are changed or deleted', async () => {
    const { cache, credentials } = await openWithCache()
    await credentials.get(payroll)
    await credentials.set({ ...payroll, values: [new Uint8Array(3)] })
    expect(cache.size).toBe(0)
    await credentials.get(payroll)
    expect(cache.size).toBe(1)
    await credentials.delete(payroll)
    expect(cache.size).toBe(0)
  })

  it('are not kept where the application or the system says so', async () => {
    const { cache, credentials, system } = await openWithCache()
    await system.applications.update('Payroll', { flags: { disableCredentialCache: true } })
    await credentials.get(payroll)
    expect(cache.size).toBe(0)
    await system.applications.update('Payroll', { flags: { disableCredentialCache: false } })
    await system.globalInfo.update({ credentialCacheTimeout: 0 })
    await credentials.get(payroll)
    expect(cache.find(`1/${ursula}`, performance.now())).toBeUndefined()
  })
})
