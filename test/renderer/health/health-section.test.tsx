// @vitest-environment jsdom
import { screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { HealthCheck } from '../../../shared/health.ts'
import { fromOutside, openConsole, systemRead } from '../support/open-console.tsx'
import { allAllowed, anOverview, type SsoDouble } from '../support/sso-double.ts'

const ok: HealthCheck = { id: 'clock', status: 'green', title: 'Clock', reason: 'It is right.', fix: null }
const toLookAt: HealthCheck = {
  id: 'secret-age',
  status: 'amber',
  title: 'Age of the master secret',
  reason: 'It is 400 days old.',
  fix: 'generate-secret',
}
const problem: HealthCheck = {
  id: 'log-chain',
  status: 'red',
  title: 'Event log',
  reason: 'Event 7 was changed.',
  fix: 'verify-log',
}

async function openWith(checks: readonly HealthCheck[], prepare: (sso: SsoDouble) => void = () => {}) {
  const opened = await openConsole((sso) => {
    sso.checks.health = checks
    prepare(sso)
  })
  await systemRead()
  await screen.findByRole('region', { name: 'Health' })
  return opened
}

const section = () => within(screen.getByRole('region', { name: 'Health' }))
const lines = async () => (await section().findAllByRole('listitem')).map(({ textContent }) => textContent)

describe('health section', () => {
  it('lists problems first, each with its status in words, its title and its reason', async () => {
    await openWith([ok, toLookAt, problem])
    expect(await lines()).toEqual([
      'ProblemEvent logEvent 7 was changed.Verify Log…',
      'AttentionAge of the master secretIt is 400 days old.Generate Secret…',
      'OKClockIt is right.',
    ])
  })

  it('sums up in words', async () => {
    await openWith([ok, toLookAt, problem, { ...problem, id: 'protector' }])
    expect(await section().findByText('2 problems, 1 to look at, 1 OK')).toBeTruthy()
  })

  it('says that all is well when it is', async () => {
    await openWith([ok, { ...ok, id: 'self-tests' }])
    expect(await section().findByText('All 2 OK')).toBeTruthy()
  })

  it('opens the dialog of the action that mends a line', async () => {
    const { user } = await openWith([problem])
    await user.click(await section().findByRole('button', { name: 'Verify Log…' }))
    expect(await screen.findByRole('dialog', { name: 'Verify Log' })).toBeTruthy()
  })

  it('says why what mends a line may not be done now, and does not do it', async () => {
    const { user } = await openWith([toLookAt], (sso) => {
      const refused = { code: 'Busy', details: { done: 1, total: 2 } } as const
      const permissions = { ...allAllowed, generateSecret: { allowed: false, error: refused } } as const
      sso.overview = anOverview({ permissions })
    })
    const button = await section().findByRole('button', { name: 'Generate Secret…' })
    expect(section().getByText(/is not done yet/)).toBeTruthy()
    await user.click(button)
    expect(screen.queryByRole('dialog')).toBeNull()
  })

  it('resumes the re-encryption at once, and reads the health again', async () => {
    const paused: HealthCheck = { ...toLookAt, id: 'rows-per-secret', fix: 'resume-reencryption' }
    const { sso, user } = await openWith([paused])
    const button = await section().findByRole('button', { name: 'Resume Re-encryption' })
    sso.checks.health = [ok]
    await user.click(button)
    expect(await section().findByText('All 1 OK')).toBeTruthy()
    expect(sso.reencryptionCalls).toEqual(['running'])
  })

  it('says why resuming was refused', async () => {
    const paused: HealthCheck = { ...toLookAt, id: 'rows-per-secret', fix: 'resume-reencryption' }
    const { sso, user } = await openWith([paused])
    sso.reencryptionRefusal = { code: 'DatabaseBusy', details: { path: '/data/sso.db' } }
    await user.click(await section().findByRole('button', { name: 'Resume Re-encryption' }))
    expect(await section().findByText(/Another process is writing to/)).toBeTruthy()
  })

  it('is read again at F5 and when something has changed', async () => {
    const { sso, user } = await openWith([problem])
    await lines()
    sso.checks.health = [toLookAt]
    await user.keyboard('{F5}')
    expect(await section().findByText('1 to look at')).toBeTruthy()
    sso.checks.health = [ok]
    await fromOutside(() => sso.notify('system.changed', { node: 'system' }))
    expect(await section().findByText('All 1 OK')).toBeTruthy()
  })

  it('says once, and not as a failure, that a role is missing', async () => {
    await openWith([], (sso) => {
      sso.checks.healthRefusal = {
        code: 'AccessDeniedNotSsoAdministrator',
        details: { account: 'anna', administrators: 'group sudo' },
      }
    })
    expect(await section().findByText(/is shown to SSO Administrators/)).toBeTruthy()
    expect(section().queryByRole('alert')).toBeNull()
    expect(section().queryByRole('list')).toBeNull()
  })

  it('tells of any other failure as one', async () => {
    await openWith([], (sso) => {
      sso.checks.healthRefusal = { code: 'DatabaseBusy', details: { path: '/data/sso.db' } }
    })
    expect((await section().findByRole('alert')).textContent).toMatch(/Another process is writing to/)
  })
})
