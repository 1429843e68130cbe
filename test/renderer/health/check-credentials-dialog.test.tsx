// @vitest-environment jsdom
import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { CredentialCheckReport } from '../../../shared/health.ts'
import { fromOutside, openConsole, systemRead } from '../support/open-console.tsx'
import { currentSecret } from '../support/sso-double.ts'

const report: CredentialCheckReport = {
  at: '2026-01-02T03:04:05.000Z',
  milliseconds: 1_500,
  total: 4_812,
  readable: 4_812,
  unreadable: 0,
  unreadableRows: [],
  bySecret: [{ msid: currentSecret.msid, rows: 4_812, unreadable: 0 }],
}

async function openDialog() {
  const opened = await openConsole()
  await systemRead()
  await fromOutside(() => opened.sso.notify('console.action', { action: 'check-credentials' }))
  const dialog = within(await screen.findByRole('dialog', { name: 'Check Credentials' }))
  return { ...opened, dialog, check: dialog.getByRole('button', { name: 'Check' }) }
}

describe('check credentials dialog', () => {
  it('changes nothing before it is asked to, and says so', async () => {
    const { dialog, sso } = await openDialog()
    expect(dialog.getByText(/Neither changes anything/)).toBeTruthy()
    expect(sso.checks.credentials.asked).toBe(0)
  })

  it('shows how far it is and how fast', async () => {
    const { check, dialog, sso, user } = await openDialog()
    await user.click(check)
    const progress = { done: 1_200, total: 4_812, rowsPerSecond: 300_000 }
    await fromOutside(() => sso.notify('health.progress', progress))
    expect(dialog.getByText('1,200 of 4,812 credentials · 300,000 per second')).toBeTruthy()
    expect(screen.getByText('Checking the credentials…')).toBeTruthy()
    expect(dialog.getByRole('button', { name: 'Check' }).hasAttribute('disabled')).toBe(true)
  })

  it('says how many can be read, by secret, and leads the focus to Close', async () => {
    const { check, dialog, sso, user } = await openDialog()
    await user.click(check)
    await fromOutside(() => sso.checks.credentials.succeed(report))
    expect(dialog.getByRole('heading', { name: '4,812 of 4,812 credentials can be read' })).toBeTruthy()
    expect(dialog.getByText(`${currentSecret.msid}: 4,812 credentials, all can be read`)).toBeTruthy()
    expect(dialog.queryByRole('table')).toBeNull()
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Close'))
  })

  it('lists those that cannot be read, and why', async () => {
    const { check, dialog, sso, user } = await openDialog()
    await user.click(check)
    const reason = 'it was changed, or is damaged'
    const unreadableRows = [
      { mappingId: 7, application: 'Payroll', windowsAccount: 'CORP\\ursula', reason },
      { mappingId: 9, application: null, windowsAccount: null, reason },
    ]
    await fromOutside(() =>
      sso.checks.credentials.succeed({
        ...report,
        readable: 4_810,
        unreadable: 2,
        unreadableRows,
        bySecret: [{ msid: null, rows: 4_812, unreadable: 2 }],
      }),
    )
    expect(dialog.getByRole('heading', { name: '4,810 of 4,812 credentials can be read' })).toBeTruthy()
    const rows = dialog.getAllByRole('row').map((row) => row.textContent)
    expect(rows.slice(1)).toEqual([`PayrollCORP\\ursula${reason}`, `None (no mapping)Row 9${reason}`])
    expect(dialog.getByText(/does not know: 4,812 credentials, 2 cannot be read/)).toBeTruthy()
  })

  it('is cancelled by Escape, and stays open to tell of it', async () => {
    const { check, dialog, sso, user } = await openDialog()
    await user.click(check)
    await user.keyboard('{Escape}')
    expect(sso.checks.cancelled).toEqual(['health'])
    expect(dialog.getByRole('button', { name: 'Cancelling…' })).toBeTruthy()
    await fromOutside(() => sso.checks.credentials.fail({ code: 'Cancelled', details: {} }))
    expect(dialog.getByText('The operation was cancelled.')).toBeTruthy()
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Check'))
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  })

  it('says why it could not be done', async () => {
    const { check, dialog, sso, user } = await openDialog()
    await user.click(check)
    const error = { code: 'SecretStoreDamaged', details: { reason: 'no JSON' }, trackingId: 'abc' } as const
    await fromOutside(() => sso.checks.credentials.fail(error))
    expect(dialog.getByRole('alert').textContent).toMatch(/tracking id abc/)
  })

  it('opens the crash dialog when the main process has a bug', async () => {
    const { check, sso, user } = await openDialog()
    await user.click(check)
    await fromOutside(() => sso.checks.credentials.reject(new Error('no handler')))
    expect(await screen.findByText(/no handler/)).toBeTruthy()
  })

  it('checks the database by a button of its own, and can be closed meanwhile', async () => {
    const { dialog, sso, user } = await openDialog()
    await user.click(dialog.getByRole('button', { name: 'Check Database' }))
    expect(dialog.getByText(/It goes on if you close this/)).toBeTruthy()
    expect(dialog.getByRole('button', { name: 'Close' })).toBeTruthy()
    await fromOutside(() =>
      sso.checks.database.succeed({
        id: 'database-integrity',
        status: 'red',
        title: 'Database',
        reason: 'Page 3 is damaged.',
        fix: null,
      }),
    )
    expect(dialog.getByText('Page 3 is damaged.')).toBeTruthy()
  })
})
