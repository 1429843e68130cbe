// @vitest-environment jsdom
import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { RehearsalReport } from '../../../shared/rehearsal.ts'
import { fromOutside, openConsole, systemRead } from '../support/open-console.tsx'

const report: RehearsalReport = {
  operation: 'generate',
  wouldSucceed: true,
  error: null,
  rows: 4_812,
  reencrypted: 4_812,
  unreadable: 0,
  milliseconds: { copying: 250, changing: 1_400, reencrypting: 75_000, checking: 12_400 },
  diskBytes: 13_000_000,
  trackingId: '5a1c0c52-2b9f-4f0b-b6c0-0a1b2c3d4e5f',
}

async function openDialog() {
  const opened = await openConsole()
  await systemRead()
  await fromOutside(() => opened.sso.notify('console.action', { action: 'rehearse' }))
  const dialog = within(await screen.findByRole('dialog', { name: 'Rehearse' }))
  const start = () => opened.user.click(dialog.getByRole('button', { name: 'Rehearse' }))
  return { ...opened, dialog, start }
}

describe('rehearse dialog', () => {
  it('rehearses a generate unless told otherwise, and follows its phases with their counts', async () => {
    const { dialog, sso, start } = await openDialog()
    await start()
    expect(sso.checks.rehearsals).toEqual(['generate'])
    const tell = (phase: 'copying' | 'reencrypting', done: number | null, total: number | null) =>
      fromOutside(() => sso.notify('rehearsal.progress', { phase, done, total }))
    await tell('copying', null, null)
    expect(dialog.getByText('Copying the database')).toBeTruthy()
    await tell('reencrypting', 1_200, 4_812)
    expect(dialog.getByText('Re-encrypting the credentials · 1,200 of 4,812 credentials')).toBeTruthy()
    for (const radio of dialog.getAllByRole('radio')) expect(radio.hasAttribute('disabled')).toBe(true)
  })

  it('reports that it would succeed, what it would do, how long it takes and what it needs', async () => {
    const { dialog, sso, start } = await openDialog()
    await start()
    await fromOutside(() => sso.checks.rehearsal.succeed(report))
    expect(dialog.getByRole('heading', { name: 'Generating a master secret would succeed' })).toBeTruthy()
    for (const text of [
      'Copying the database: 0.3 s',
      'Generating a master secret: 1.4 s',
      'Re-encrypting the credentials: 1 min 15 s',
      'Opening every credential: 12 s',
      '12.4 MB',
      report.trackingId,
    ]) {
      expect(dialog.getByText(text)).toBeTruthy()
    }
    expect(dialog.getAllByText('4,812')).toHaveLength(2)
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Close'))
  })

  it('warns of credentials that could not be read afterwards', async () => {
    const { dialog, sso, start } = await openDialog()
    await start()
    await fromOutside(() => sso.checks.rehearsal.succeed({ ...report, unreadable: 3 }))
    expect(dialog.getByRole('heading', { name: /but not every credential could be read/ })).toBeTruthy()
  })

  it('says why it would fail, and no count that it did not come to', async () => {
    const { dialog, sso, start } = await openDialog()
    await start()
    const error = { code: 'SecretStoreDamaged', details: { reason: 'no JSON' } } as const
    const counts = { rows: null, reencrypted: null, unreadable: null }
    await fromOutside(() =>
      sso.checks.rehearsal.succeed({ ...report, ...counts, wouldSucceed: false, error }),
    )
    expect(dialog.getByRole('heading', { name: 'Generating a master secret would fail' })).toBeTruthy()
    expect(dialog.getByText(/is damaged: no JSON/)).toBeTruthy()
    expect(dialog.queryByText('Credentials')).toBeNull()
  })

  it('rehearses again from its first page', async () => {
    const { dialog, sso, start, user } = await openDialog()
    await start()
    await fromOutside(() => sso.checks.rehearsal.succeed(report))
    await user.click(dialog.getByRole('button', { name: 'Again' }))
    await start()
    expect(sso.checks.rehearsals).toEqual(['generate', 'generate'])
  })

  it('is cancelled by Escape', async () => {
    const { dialog, sso, start, user } = await openDialog()
    await start()
    await user.keyboard('{Escape}')
    expect(sso.checks.cancelled).toEqual(['rehearsal'])
    await fromOutside(() => sso.checks.rehearsal.fail({ code: 'Cancelled', details: {} }))
    expect(dialog.getByText('The operation was cancelled.')).toBeTruthy()
  })

  it('sends the password of a restore once and wipes it', async () => {
    const { dialog, sso, user } = await openDialog()
    await user.click(dialog.getByRole('radio', { name: /Restore Secret/ }))
    await user.click(dialog.getByLabelText('Password'))
    await user.paste('correct horse')
    await user.keyboard('{Enter}')
    const [asked] = sso.checks.rehearsals
    if (asked === undefined || asked === 'generate') throw new Error('no restore was rehearsed')
    expect(asked).toMatchObject({ file: null, password: 'correct horse' })
    await fromOutside(() => sso.checks.rehearsal.succeed({ ...report, operation: 'restore' }))
    expect(dialog.getByRole('heading', { name: 'Restoring this backup would succeed' })).toBeTruthy()
    expect(asked.array.every((byte) => byte === 0)).toBe(true)
  })

  it('shows a wrong password at its field, with the tracking id, and keeps what was typed', async () => {
    const { dialog, sso, start, user } = await openDialog()
    await user.click(dialog.getByRole('radio', { name: /Restore Secret/ }))
    await user.click(dialog.getByLabelText('Password'))
    await user.paste('wrong horse')
    await start()
    const error = { code: 'WrongPassword', details: {}, field: 'password' } as const
    await fromOutside(() =>
      sso.checks.rehearsal.succeed({ ...report, operation: 'restore', wouldSucceed: false, error }),
    )
    const field = dialog.getByLabelText<HTMLInputElement>('Password')
    expect(field.value).toBe('wrong horse')
    expect(field.getAttribute('aria-invalid')).toBe('true')
    expect(dialog.getByText(new RegExp(report.trackingId))).toBeTruthy()
    await waitFor(() => expect(document.activeElement).toBe(field))
    await user.type(field, 'x')
    expect(field.getAttribute('aria-invalid')).not.toBe('true')
  })
})
