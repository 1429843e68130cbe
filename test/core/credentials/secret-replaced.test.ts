import { copyFile, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  type CredentialSystem,
  getPassword,
  openCredentialSystem,
  setPassword,
  ursula,
  utf8,
} from '../../support/credential-system.ts'
import { codeOf } from '../../support/restore-system.ts'
import { administrator, aGenerateRequest } from '../../support/test-system.ts'

const MAPPING = `<sso><mapping><windowsDomain>CORP</windowsDomain><windowsUserId>ursula</windowsUserId>
  <externalApplication>Payroll</externalApplication><externalUserId>ursula-ext</externalUserId>
  <credential><field>imported</field></credential></mapping></sso>`

/**
 * A system whose store was replaced by a process that ended before the database said so: the store holds the secrets of
 * a copy, of which none is the database's current one.
 */
async function replaceStore({ directory, folder, system }: CredentialSystem): Promise<void> {
  const copy = join(folder, 'store.json')
  await copyFile(directory.secretStore, copy)
  await system.masterSecret.generate(aGenerateRequest(join(folder, 'second.bak')))
  await system.reencryption.whenIdle()
  await system.masterSecret.generate(aGenerateRequest(join(folder, 'third.bak')))
  await system.reencryption.whenIdle()
  // Has the key of the third secret in memory from here on.
  await setPassword(system, 'before')
  await copyFile(copy, directory.secretStore)
}

describe('a secret that the store does not hold any more', () => {
  it('seals no credentials, although its key is in memory', async () => {
    const opened = await openCredentialSystem()
    await replaceStore(opened)
    expect(await codeOf(setPassword(opened.system, 'after'))).toBe('SecretBeingReplaced')
  })

  it('seals nothing of a file, although its key is in memory', async () => {
    const opened = await openCredentialSystem()
    await replaceStore(opened)
    expect(await codeOf(opened.system.xml.apply(utf8(MAPPING)))).toBe('SecretBeingReplaced')
  })

  it('seals no credentials when there is no store at all', async () => {
    const opened = await openCredentialSystem()
    await setPassword(opened.system, 'before')
    await unlink(opened.directory.secretStore)
    expect(await codeOf(setPassword(opened.system, 'after'))).toBe('SecretUnavailable')
  })
})

describe('a store that was sealed anew', () => {
  it('is read again by others, who go on writing', async () => {
    const opened = await openCredentialSystem()
    const other = await opened.as(administrator)
    await setPassword(opened.system, 'before')
    await other.keyProtection.changeProtector('key-file')
    await setPassword(opened.system, 'after')
    expect(await getPassword(opened.system, { account: ursula })).toBe('after')
  })
})
