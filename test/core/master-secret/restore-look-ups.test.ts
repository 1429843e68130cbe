import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { getPassword, openCredentialSystem, setPassword, ursula } from '../../support/credential-system.ts'
import { aGenerateRequest, PASSWORD, utf8 } from '../../support/test-system.ts'

describe('a restore that gives a secret up', () => {
  it('takes its credentials from look-ups at once, and gives them back when it is undone', async () => {
    const { folder, system } = await openCredentialSystem()
    const { masterSecret, reencryption } = system
    await masterSecret.generate(aGenerateRequest(join(folder, 'second.bak')))
    await reencryption.whenIdle()
    await masterSecret.generate(aGenerateRequest(join(folder, 'third.bak')))
    await reencryption.whenIdle()
    await setPassword(system, 'swordfish')
    const lookUps = await system.credentials.openLookUps('Payroll')
    expect(String((await lookUps.lookUp(ursula)).values)).not.toBe('')
    const backupFile = join(folder, 'first.bak')
    const restored = await masterSecret.restore({ backupFile, password: utf8(PASSWORD), override: true })
    await reencryption.whenIdle()
    await expect(lookUps.lookUp(ursula)).rejects.toMatchObject({ code: 'SecretUnavailable' })
    await masterSecret.undoRestore({ name: String(restored.replacedStore), override: false })
    await reencryption.whenIdle()
    expect(await getPassword(system, { account: ursula })).toContain('swordfish')
  })
})
