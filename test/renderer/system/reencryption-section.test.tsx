// @vitest-environment jsdom
import { act, screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { ReencryptionOverview } from '../../../shared/reencryption.ts'
import { openConsole, systemRead } from '../support/open-console.tsx'
import { anOverview, currentSecret } from '../support/sso-double.ts'

const running: ReencryptionOverview = {
  phase: 'running',
  msid: currentSecret.msid,
  total: 10_000,
  done: 2_500,
  damaged: 0,
  rowsPerSecond: 1_500,
  secondsLeft: 5,
  startedAt: '2026-01-02T03:04:05.000Z',
  finishedAt: null,
  failure: null,
}

async function openWith(reencryption: ReencryptionOverview | null) {
  const opened = await openConsole((sso) => {
    sso.overview = anOverview({ masterSecret: currentSecret, reencryption })
  })
  await systemRead()
  return opened
}

const section = () => within(screen.getByRole('region', { name: 'Re-encryption' }))

describe('re-encryption section', () => {
  it('is not there when credentials never had to be re-encrypted, or there were none', async () => {
    await openWith(null)
    expect(screen.queryByRole('region', { name: 'Re-encryption' })).toBeNull()
  })

  it('shows how far it is, how fast, and how long it takes yet', async () => {
    await openWith(running)
    const bar = section().getByRole('progressbar', { name: 'Credentials re-encrypted' })
    expect(bar.getAttribute('aria-valuenow')).toBe('2500')
    expect(bar.getAttribute('aria-valuemax')).toBe('10000')
    expect(section().getByText('2,500 of 10,000 credentials · 1,500 per second · 5 s left')).toBeTruthy()
  })

  it('follows what the main process tells of it', async () => {
    const { sso } = await openWith(running)
    act(() => sso.notify('reencryption.progress', { ...running, done: 9_000, secondsLeft: 0.4 }))
    expect(section().getByText('9,000 of 10,000 credentials · 1,500 per second · 1 s left')).toBeTruthy()
  })

  it('can be paused, resumed and cancelled', async () => {
    const { sso, user } = await openWith(running)
    await user.click(section().getByRole('button', { name: 'Pause' }))
    expect(await section().findByText(/is paused/)).toBeTruthy()
    await user.click(section().getByRole('button', { name: 'Resume' }))
    await user.click(await section().findByRole('button', { name: 'Cancel…' }))
    const question = within(await screen.findByRole('dialog', { name: 'Cancel Re-encryption' }))
    expect(question.getByText(/no other master secret can be generated/)).toBeTruthy()
    await user.click(question.getByRole('button', { name: 'Cancel Re-encryption' }))
    await screen.findByRole('region', { name: 'Re-encryption' })
    expect(await section().findByText(/was cancelled/)).toBeTruthy()
    expect(section().queryByRole('button', { name: 'Cancel…' })).toBeNull()
    expect(sso.reencryptionCalls).toEqual(['paused', 'running', 'cancelled'])
  })

  it('is cancelled by nobody who only looks at the question', async () => {
    const { sso, user } = await openWith(running)
    await user.click(section().getByRole('button', { name: 'Cancel…' }))
    const question = within(await screen.findByRole('dialog', { name: 'Cancel Re-encryption' }))
    await user.click(question.getByRole('button', { name: 'Go On Re-encrypting' }))
    await screen.findByRole('region', { name: 'Re-encryption' })
    await user.click(section().getByRole('button', { name: 'Cancel…' }))
    await screen.findByRole('dialog', { name: 'Cancel Re-encryption' })
    await user.keyboard('{Escape}')
    expect(screen.queryByRole('dialog')).toBeNull()
    expect(sso.reencryptionCalls).toEqual([])
  })

  it('says why a request was refused', async () => {
    const { sso, user } = await openWith(running)
    sso.reencryptionRefusal = { code: 'DatabaseBusy', details: { path: '/data/sso.db' } }
    await user.click(section().getByRole('button', { name: 'Pause' }))
    expect(await section().findByText(/Another process is writing to/)).toBeTruthy()
  })

  it('says why it is waiting to be tried again', async () => {
    const failure = { code: 'DatabaseFull', details: { path: '/data/sso.db' } } as const
    await openWith({ ...running, phase: 'waiting', rowsPerSecond: null, secondsLeft: null, failure })
    expect(section().getByText(/tried again by itself/)).toBeTruthy()
    expect(section().getByText(/no room left/)).toBeTruthy()
  })

  it('gives the final count, and says that nothing uses an older secret', async () => {
    await openWith({ ...running, phase: 'done', done: 10_000, finishedAt: '2026-01-02T03:05:05.000Z' })
    expect(section().getByText(/10,000 credentials are under the current master secret/)).toBeTruthy()
    expect(section().getByText(/Nothing uses an older one any more/)).toBeTruthy()
    expect(section().queryByRole('progressbar')).toBeNull()
    expect(section().queryByRole('button')).toBeNull()
  })

  it('counts the credentials that did not open, and then claims no more than that', async () => {
    await openWith({ ...running, phase: 'done', done: 9_999, damaged: 1 })
    expect(section().getByText(/1 credential did not open and was left as it is/)).toBeTruthy()
    expect(section().queryByText(/Nothing uses an older one/)).toBeNull()
  })
})
