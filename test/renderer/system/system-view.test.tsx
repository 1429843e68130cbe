// @vitest-environment jsdom
import { screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { errorText } from '../../../shared/error-text.ts'
import type { SsoErrorData } from '../../../shared/errors.ts'
import { openConsole, systemRead } from '../support/open-console.tsx'
import { anOverview, currentSecret } from '../support/sso-double.ts'

/** The lines that stand beside a name in the result pane. */
function property(name: string): (string | null)[] {
  const value = screen.getByText(name, { selector: 'dt' }).nextElementSibling
  return [...(value?.children ?? [])].map((line) => line.textContent)
}

describe('system view', () => {
  it('shows the properties of the original snap-in when the system has been read', async () => {
    await openConsole()
    await systemRead()
    expect(property('SSO server')).toEqual(['hisserver01'])
    expect(property('Database')).toEqual(['/data/sso.db', 'SQLite'])
    expect(property('Master secret server')).toEqual(['hisserver02'])
    expect(property('Status')).toEqual(['Enabled'])
    expect(property('SSO Administrators')).toEqual(['user root', 'group sudo'])
    expect(property('SSO Affiliate Administrators')).toEqual(['group wheel'])
  })

  it('shows Disabled when the system is', async () => {
    await openConsole((sso) => {
      sso.overview = anOverview({ status: 'disabled' })
    })
    await systemRead()
    expect(property('Status')).toEqual(['Disabled'])
  })

  it('says so and offers Generate Secret when there is no master secret', async () => {
    const { user } = await openConsole()
    await screen.findByText('This system has no master secret yet.')
    await user.click(within(screen.getByRole('main')).getByRole('button', { name: 'Generate Secret…' }))
    expect(await screen.findByRole('dialog', { name: 'Generate Secret' })).toBeTruthy()
  })

  it('shows ids, age, backup and guard when there is a master secret', async () => {
    await openConsole((sso) => {
      const threeDaysAgo = new Date(Date.now() - 3 * 86_400_000).toISOString()
      sso.overview = anOverview({ masterSecret: { ...currentSecret, createdAt: threeDaysAgo } })
    })
    await systemRead()
    expect(property('MSID (current)')).toEqual(['3f2b8a4e-7c1d-4e0a-9b6f-2d5a8c7e1f30'])
    expect(property('Previous MSID')).toEqual(['91c5f1ab-0a3d-4b52-8f0e-6f1d2c3b4a59'])
    expect(property('Generated')[0]).toMatch(/\(3 days ago\)$/)
    expect(property('Last backup')).toEqual([
      'SSO3F2B.bak',
      expect.stringMatching(/^Written .*2026/),
      expect.stringMatching(/^Opened .*2026/),
    ])
    expect(property('Guarded at rest by')).toEqual(['File permissions only (key file beside the store)'])
  })

  it('says what is missing when there is no previous secret, no backup and the keyring guards', async () => {
    await openConsole((sso) => {
      sso.overview = anOverview({
        masterSecret: { ...currentSecret, previousMsid: null, lastBackup: null, protector: 'os-keyring' },
      })
    })
    await systemRead()
    expect(property('Previous MSID')).toEqual(['None'])
    expect(property('Last backup')).toEqual(['None is known of'])
    expect(property('Guarded at rest by')).toEqual(["The operating system's keyring"])
  })

  it('tells error, remedy, code, event and tracking id when the master secret is unavailable', async () => {
    const error: SsoErrorData = {
      code: 'SecretStoreDamaged',
      details: { reason: 'it is empty' },
      trackingId: 'track-1',
    }
    await openConsole((sso) => {
      sso.overview = anOverview({ masterSecret: { state: 'unavailable', error } })
    })
    const { textContent } = await screen.findByRole('alert')
    expect(textContent).toContain(errorText(error).message)
    expect(textContent).toContain(errorText(error).remedy)
    expect(textContent).toContain('Code SecretStoreDamaged · event 10521 · tracking id track-1')
  })

  it('says that it is reading when no answer has come', async () => {
    await openConsole((sso) => {
      sso.describe = () => new Promise(() => {})
    })
    expect(within(screen.getByRole('main')).getByText('Reading the SSO system…')).toBeTruthy()
  })

  it('tells why and reads again on request when the system cannot be read', async () => {
    const error: SsoErrorData = { code: 'DatabaseForeign', details: { path: '/data/sso.db' } }
    const { sso, user } = await openConsole((double) => {
      double.describe = async () => ({ ok: false, error })
    })
    expect((await screen.findByRole('alert')).textContent).toContain(errorText(error).message)
    sso.describe = async () => ({ ok: true, value: anOverview() })
    await user.click(screen.getByRole('button', { name: 'Try again' }))
    await systemRead()
    expect(screen.queryByRole('alert')).toBeNull()
  })
})
