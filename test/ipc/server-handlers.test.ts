import { describe, expect, it } from 'vitest'
import { serverHandlers } from '../../electron/ipc/server-handlers.ts'
import { openTestSystem } from '../support/test-system.ts'

const WINDOW = { windowId: 1 }

async function handlers() {
  const { system } = await openTestSystem()
  const of = serverHandlers(async () => system)
  const names = async () => (await of['servers.list']({}, WINDOW)).map(({ name }) => name)
  return { of, names }
}

describe('servers', () => {
  it('are listed as they join and leave', async () => {
    const { of, names } = await handlers()
    expect(await names()).toEqual(['sso01'])
    await of['servers.join']({ name: 'SSO02' }, WINDOW)
    expect(await names()).toEqual(['sso01', 'sso02'])
    await of['servers.leave']({ name: 'sso02' }, WINDOW)
    expect(await names()).toEqual(['sso01'])
  })

  it('keep the refusals of the service', async () => {
    const { of } = await handlers()
    await expect(of['servers.join']({ name: 'not a name' }, WINDOW)).rejects.toMatchObject({
      code: 'ServerNameInvalid',
    })
    await expect(of['servers.leave']({ name: 'sso01' }, WINDOW)).rejects.toMatchObject({
      code: 'ServerIsMasterSecretServer',
    })
  })
})
