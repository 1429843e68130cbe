import { describe, expect, it } from 'vitest'
import { serverHandlers } from '../../electron/ipc/server-handlers.ts'
import { openTestSystem } from '../support/test-system.ts'

async function handlers() {
  const { system } = await openTestSystem()
  const of = serverHandlers({ system: async () => system })
  const names = async () => (await of['servers.list']({})).map(({ name }) => name)
  return { of, names }
}

describe('servers', () => {
  it('are listed as they join and leave', async () => {
    const { of, names } = await handlers()
    expect(await names()).toEqual(['sso01'])
    await of['servers.join']({ name: 'SSO02' })
    expect(await names()).toEqual(['sso01', 'sso02'])
    await of['servers.leave']({ name: 'sso02' })
    expect(await names()).toEqual(['sso01'])
  })

  it('keep the refusals of the service', async () => {
    const { of } = await handlers()
    await expect(of['servers.join']({ name: 'not a name' })).rejects.toMatchObject({
      code: 'ServerNameInvalid',
    })
    await expect(of['servers.leave']({ name: 'sso01' })).rejects.toMatchObject({
      code: 'ServerIsMasterSecretServer',
    })
  })
})
