import { describe, expect, it } from 'vitest'
import { actionsFor } from '../../shared/actions.ts'
import type { Permission, SystemOverview } from '../../shared/system-overview.ts'

const overview = (generateSecret: Permission) => ({ permissions: { generateSecret } }) as SystemOverview
const ids = (node: Parameters<typeof actionsFor>[0]) =>
  actionsFor(node, overview({ allowed: true })).map(({ id }) => id)

describe('actions', () => {
  it('of System begin with Generate Secret', () => {
    expect(ids('system')).toEqual(['generate-secret', 'refresh', 'help'])
    expect(actionsFor('system', null)[0]?.label).toBe('Generate Secret…')
  })

  it('of the root have nothing to generate', () => {
    expect(ids('enterprise-single-sign-on')).toEqual(['refresh', 'help'])
  })

  it('say why Generate Secret is disabled when the account may not', () => {
    const error = {
      code: 'AccessDeniedNotSsoAdministrator',
      details: { account: 'eve', accepted: 'group sudo' },
    } as const
    expect(actionsFor('system', overview({ allowed: false, error }))[0]?.disabledReason).toBe(
      'eve is not an SSO Administrator.',
    )
  })

  it('keep Generate Secret disabled until the system has been read', () => {
    expect(actionsFor('system', null)[0]?.disabledReason).toMatch(/not been read/)
    expect(actionsFor('system', overview({ allowed: true }))[0]?.disabledReason).toBeNull()
  })
})
