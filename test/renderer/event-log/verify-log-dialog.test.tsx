// @vitest-environment jsdom
import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { LogVerification } from '../../../shared/events.ts'
import { fromOutside, openConsole, systemRead } from '../support/open-console.tsx'

const whole: LogVerification = {
  checked: 1_234,
  authenticated: 1_200,
  unauthenticated: 34,
  authenticatedThrough: 1_230,
  firstBroken: null,
  head: 'ok',
  trackingId: '5a1c0c52-2b9f-4f0b-b6c0-0a1b2c3d4e5f',
}

async function verify() {
  const opened = await openConsole()
  await systemRead()
  await fromOutside(() => opened.sso.notify('console.action', { action: 'verify-log' }))
  const dialog = within(await screen.findByRole('dialog', { name: 'Verify Log' }))
  await opened.user.click(dialog.getByRole('button', { name: 'Verify' }))
  return { ...opened, dialog }
}

describe('verify log dialog', () => {
  it('shows how far it is', async () => {
    const { dialog, sso } = await verify()
    await fromOutside(() => sso.notify('events.progress', { checked: 1_000, total: 1_234 }))
    expect(dialog.getByText('1,000 of 1,234 events')).toBeTruthy()
    expect(dialog.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('1000')
  })

  it('says that all events are as they were recorded, and how many are authenticated', async () => {
    const { dialog, sso } = await verify()
    await fromOutside(() => sso.checks.verification.succeed(whole))
    expect(dialog.getByRole('heading', { name: '1,234 events, all as they were recorded' })).toBeTruthy()
    expect(dialog.getByText(/^1,200 authenticated\. 34 events could not be/)).toBeTruthy()
    expect(dialog.getByText(whole.trackingId)).toBeTruthy()
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Close'))
  })

  it('names the first broken link: which event, when, why', async () => {
    const { dialog, sso } = await verify()
    const firstBroken = {
      id: 1_007,
      at: '2026-01-02T03:04:05.000Z',
      reason: 'the event was changed',
    } as const
    await fromOutside(() => sso.checks.verification.succeed({ ...whole, firstBroken, head: 'not-reached' }))
    expect(dialog.getByRole('heading', { name: /is not as it was recorded/ })).toBeTruthy()
    expect(dialog.getByText('Event number 1,007')).toBeTruthy()
    expect(dialog.getByText(/2026/)).toBeTruthy()
    expect(dialog.getByText('the event was changed')).toBeTruthy()
  })

  it('tells of an empty log that lost its end without naming an event', async () => {
    const { dialog, sso } = await verify()
    const firstBroken = { id: 0, at: null, reason: 'events at the end are missing' } as const
    await fromOutside(() =>
      sso.checks.verification.succeed({ ...whole, checked: 0, firstBroken, head: 'wrong' }),
    )
    expect(dialog.getAllByText('The log is empty').length).toBeGreaterThan(0)
    expect(dialog.queryByText(/Event number 0/)).toBeNull()
  })

  it('can be cancelled', async () => {
    const { dialog, sso, user } = await verify()
    await user.click(dialog.getByRole('button', { name: 'Cancel' }))
    expect(sso.checks.cancelled).toEqual(['events'])
    await fromOutside(() => sso.checks.verification.fail({ code: 'Cancelled', details: {} }))
    expect(dialog.getByText('The operation was cancelled.')).toBeTruthy()
  })
})
