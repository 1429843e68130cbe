import { describe, expect, it } from 'vitest'
import { globalInfoHandlers } from '../../electron/ipc/global-info-handlers.ts'
import { openTestSystem } from '../support/test-system.ts'

async function handlers() {
  const { system } = await openTestSystem()
  const of = globalInfoHandlers({ system: async () => system })
  const read = () => of['globalInfo.read']({})
  const levels = () => of['globalInfo.auditLevels']({})
  return { of, read, levels, system }
}

describe('globalInfo.update', () => {
  it('applies the settings and the audit levels', async () => {
    const { of, levels, read } = await handlers()
    const auditLevels = { positive: 2, negative: 3 }
    const after = await of['globalInfo.update']({ changes: { ticketTimeout: 7 }, auditLevels })
    expect(after.ticketTimeout).toBe(7)
    expect(await read()).toEqual(after)
    expect(await levels()).toEqual(auditLevels)
  })

  it.each([
    ['settings', { ticketTimeout: 0 }, { positive: 2, negative: 3 }],
    ['audit levels', { ticketTimeout: 7 }, { positive: 4, negative: 3 }],
    ['accounts', { ssoAdministrators: [] }, { positive: 2, negative: 3 }],
  ])('changes nothing when the %s are refused', async (_what, changes, auditLevels) => {
    const { of, levels, read } = await handlers()
    const before = [await read(), await levels()]
    await expect(of['globalInfo.update']({ changes, auditLevels })).rejects.toHaveProperty('code')
    expect([await read(), await levels()]).toEqual(before)
  })

  it('leaves the audit levels alone when none are given', async () => {
    const { of, levels } = await handlers()
    await of['globalInfo.update']({ changes: { hostInitiatedSso: true }, auditLevels: null })
    expect(await levels()).toEqual({ positive: 0, negative: 1 })
  })
})

describe('globalInfo', () => {
  it('disables and enables the system', async () => {
    const { of, read } = await handlers()
    await of['globalInfo.disable']({})
    expect((await read()).enabled).toBe(false)
    await of['globalInfo.enable']({})
    expect((await read()).enabled).toBe(true)
  })

  it('moves the master secret server to one that has joined, and to no other', async () => {
    const { of, read, system } = await handlers()
    const move = (name: string) => of['globalInfo.moveMasterSecretServer']({ name })
    await expect(move('sso02')).rejects.toMatchObject({ code: 'ServerMissing' })
    await system.servers.join('sso02')
    expect(await move('sso02')).toEqual({ before: 'sso01', after: 'sso02' })
    expect((await read()).masterSecretServer).toBe('sso02')
  })
})
