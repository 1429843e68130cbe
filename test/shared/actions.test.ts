import { describe, expect, it } from 'vitest'
import { actionOf, actionsFor } from '../../shared/actions.ts'
import type { Permission, SystemOverview } from '../../shared/system-overview.ts'
import { allAllowed, anOverview } from '../renderer/support/sso-double.ts'

const overview = (generateSecret: Permission): SystemOverview =>
  anOverview({ permissions: { ...allAllowed, generateSecret } })
const ids = (node: Parameters<typeof actionsFor>[0]) => actionsFor(node, anOverview()).map(({ id }) => id)

describe('actions', () => {
  it('of System are those of the master secret, then its properties', () => {
    expect(ids('system')).toEqual([
      'generate-secret',
      'backup-secret',
      'restore-secret',
      'verify-backup',
      'rehearse',
      'check-credentials',
      'key-protector',
      'properties',
      'refresh',
      'help',
    ])
    expect(actionsFor('system', null)[0]?.label).toBe('Generate Secret…')
  })

  it('of the root have nothing to generate', () => {
    expect(ids('enterprise-single-sign-on')).toEqual(['refresh', 'help'])
  })

  it('say why Generate Secret is disabled when the account may not, and leave the others alone', () => {
    const error = {
      code: 'AccessDeniedNotSsoAdministrator',
      details: { account: 'eve', accepted: 'group sudo' },
    } as const
    const refused = overview({ allowed: false, error })
    expect(actionOf('generate-secret', refused).disabledReason).toBe('eve is not an SSO Administrator.')
    expect(actionOf('restore-secret', refused).disabledReason).toBeNull()
  })

  it('are disabled until the system has been read, but for help and refresh', () => {
    const enabled = actionsFor('system', null).filter(({ disabledReason }) => disabledReason === null)
    expect(enabled.map(({ id }) => id)).toEqual(['refresh', 'help'])
    expect(actionsFor('system', null)[0]?.disabledReason).toMatch(/not been read/)
  })
})
