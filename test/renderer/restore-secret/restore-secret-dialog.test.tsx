import { screen, waitFor } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { errorText } from '../../../shared/error-text.ts'
import { description } from '../support/backup-double.ts'
import { fromOutside } from '../support/open-console.tsx'
import {
  afterTrial,
  harmless,
  losing,
  openRestoreSecret,
  restored,
  startTrial,
  typedPassword,
} from './restore-support.ts'

const token = '2f0e0d0c-0b0a-4908-8706-050403020100'
const textOf = (element: HTMLElement) => (element instanceof HTMLInputElement ? element.value : null)

const wrongPassword = { code: 'WrongPassword', details: {}, field: 'password' } as const

describe('choosing a backup to restore', () => {
  it('shows what the file says and its reminder before a password is typed, and goes on to the password', async () => {
    const { inside, press } = await openRestoreSecret()
    expect(document.activeElement).toBe(inside.getByRole('textbox', { name: 'Backup file' }))
    await press('Browse…')
    await inside.findByText('the sailing trip')
    inside.getByText(description.server)
    expect(document.activeElement).toBe(inside.getByLabelText('Password'))
  })

  it('asks for a file and a password when Check is pressed without them', async () => {
    const { inside, press, sso } = await openRestoreSecret()
    await press('Check')
    inside.getByText(/No backup file is chosen/)
    expect(document.activeElement).toBe(inside.getByRole('button', { name: 'Browse…' }))
    expect(sso.restore.trials).toEqual([])
  })
})

describe('the trial of a backup', () => {
  it('passes the chosen file and the password once, wipes it, and keeps it in its field', async () => {
    const opened = await openRestoreSecret()
    await startTrial(opened)
    expect(opened.sso.restore.trials).toMatchObject([{ file: token, password: typedPassword }])
    await fromOutside(() => opened.sso.restore.trial.succeed(harmless))
    expect(opened.sso.restore.trials[0]?.array.every((byte) => byte === 0)).toBe(true)
    expect(textOf(opened.inside.getByLabelText('Password'))).toBe(typedPassword)
  })

  it('says what would be read and how the backup stands to what is here, and offers Restore', async () => {
    const { inside } = await afterTrial(harmless)
    inside.getByText('It would read 4,812 of 4,812 credentials.')
    inside.getByText('It is older: its current master secret is the previous one here.')
    inside.getByText('It holds the master secret that the database names as current.')
    expect(document.activeElement).toBe(inside.getByRole('button', { name: 'Restore' }))
    expect(inside.queryByLabelText(/type RESTORE/)).toBeNull()
  })

  it('tells of a wrong password at its field, keeps the file, and lets it be tried again in place', async () => {
    const opened = await openRestoreSecret()
    await startTrial(opened)
    await fromOutside(() => opened.sso.restore.trial.fail(wrongPassword))
    const { inside, press, sso, user } = opened
    expect(document.activeElement).toBe(inside.getByLabelText('Password'))
    expect(inside.getByText(/does not open this backup/).closest('.fui-Field')).toBe(
      inside.getByLabelText('Password').closest('.fui-Field'),
    )
    inside.getByText('the sailing trip')
    await user.keyboard('another one')
    expect(inside.queryByText(/does not open this backup/)).toBeNull()
    await press('Check')
    expect(sso.restore.trials.map(({ password }) => password)).toEqual([typedPassword, 'another one'])
  })

  it('says that it waits after too many wrong passwords, and counts the credentials it tries', async () => {
    const opened = await openRestoreSecret()
    await startTrial(opened)
    const { inside, sso } = opened
    await fromOutside(() => sso.notify('restore.progress', { step: 'waiting', tried: null }))
    inside.getByText(/^Waiting before the next try/)
    const tried = { done: 1200, total: 4812 }
    await fromOutside(() => sso.notify('restore.progress', { step: 'trying-credentials', tried }))
    expect(inside.queryByText(/^Waiting before the next try/)).toBeNull()
    expect(
      inside.getByRole('progressbar', { name: 'Credentials tried' }).getAttribute('aria-valuetext'),
    ).toBe('1,200 of 4,812 credentials')
  })

  it('disables the fields while it runs and stops when cancelled, with everything kept', async () => {
    const opened = await openRestoreSecret()
    await startTrial(opened)
    const { inside, press, sso } = opened
    expect(inside.getByLabelText('Password')).toHaveProperty('disabled', true)
    expect(document.activeElement).toBe(inside.getByRole('button', { name: 'Cancel' }))
    await press('Cancel')
    expect(sso.restore.cancelCalls).toBe(1)
    inside.getByRole('button', { name: 'Cancelling…' })
    await fromOutside(() => sso.restore.trial.fail({ code: 'Cancelled', details: {} }))
    inside.getByText('The operation was cancelled.')
    expect(textOf(inside.getByLabelText('Password'))).toBe(typedPassword)
    inside.getByText('the sailing trip')
  })

  it('is needed again when the password or the file is changed', async () => {
    const { inside, press, sso, user } = await afterTrial(harmless)
    await user.type(inside.getByLabelText('Password'), 'x')
    expect(inside.queryByText(/^It would read/)).toBeNull()
    await press('Check')
    await fromOutside(() => sso.restore.trial.succeed(harmless))
    const value = { token: '3f0e0d0c-0b0a-4908-8706-050403020100', backup: description }
    sso.backup.opened = { ok: true, value }
    await press('Browse…')
    await inside.findByRole('button', { name: 'Check' })
  })

  it('is offered again, without a result, when the window failed to ask', async () => {
    const opened = await openRestoreSecret()
    await startTrial(opened)
    await fromOutside(() => opened.sso.restore.trial.reject(new Error('boom')))
    await screen.findByRole('alertdialog')
    expect(opened.sso.restore.trials[0]?.array.every((byte) => byte === 0)).toBe(true)
  })
})

describe('restoring', () => {
  it('restores with the same file and password without asking again when nothing is lost', async () => {
    const { inside, press, sso } = await afterTrial(harmless)
    await press('Restore')
    expect(sso.restore.restores).toMatchObject([{ file: token, password: typedPassword, override: false }])
    await fromOutside(() => sso.notify('restore.progress', { step: 'making-current', tried: null }))
    await press('Cancel')
    expect(sso.restore.cancelCalls).toBe(0)
    const before = sso.describeCalls
    await fromOutside(() => sso.restore.restore.succeed(restored))
    expect(sso.restore.restores[0]?.array.every((byte) => byte === 0)).toBe(true)
    inside.getByText('Master secret restored')
    for (const shown of [restored.msid, restored.trackingId, '4,812 of 4,812 credentials']) {
      inside.getByText(shown)
    }
    inside.getByText('20260102T030405000Z-AAAA.json')
    expect(document.activeElement).toBe(inside.getByRole('button', { name: 'Close' }))
    expect(sso.describeCalls).toBeGreaterThan(before)
  })

  it('tells how many credentials cannot be read, and what is re-encrypted, when it has ended', async () => {
    const { inside, press, sso } = await afterTrial(harmless)
    await press('Restore')
    const previousMsid = 'cccccccc-7c1d-4e0a-9b6f-2d5a8c7e1f30'
    await fromOutside(() =>
      sso.restore.restore.succeed({ ...restored, previousMsid, readable: 4802, replacedStore: null }),
    )
    inside.getByText(/^10 credentials cannot be read now/)
    inside.getByText(/is re-encrypted under the current one now/)
    inside.getByText(/no other master secret here/)
  })

  it('is refused with counts by master secret where credentials would be lost, until RESTORE is typed', async () => {
    const { inside, press, sso, user } = await afterTrial(losing)
    expect(inside.getByRole('alert').textContent).toContain('Only 812 of 4,812 credentials could be read')
    expect(inside.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
      '3,990 credentials under the master secret cccccccc-7c1d-4e0a-9b6f-2d5a8c7e1f30',
      '1 credential under a master secret that the database does not know',
      '9 credentials that do not open',
    ])
    const word = inside.getByLabelText('To go on all the same, type RESTORE')
    expect(document.activeElement).toBe(word)
    await press('Restore Anyway')
    await user.type(word, 'restore{Enter}')
    expect(sso.restore.restores).toEqual([])
    await user.clear(word)
    await user.type(word, 'RESTORE{Enter}')
    expect(sso.restore.restores).toMatchObject([{ override: true, password: typedPassword }])
  })

  it('is refused where the backup is of another system, even if it reads everything', async () => {
    const found = '11111111-1111-4222-8333-444455556666'
    const { inside, sso } = await afterTrial({ ...harmless, sameSystem: false, systemId: found })
    const details = { found, expected: sso.overview.systemId, readable: 4812, total: 4812 }
    const { message } = errorText({ code: 'BackupOfAnotherSystem', details })
    expect(inside.getByRole('alert').textContent).toContain(message)
    expect(inside.getByRole('button', { name: 'Restore Anyway' }).getAttribute('aria-disabled')).toBe('true')
  })

  it('asks for the word when what the trial found has changed since', async () => {
    const { inside, press, sso, user } = await afterTrial(harmless)
    await press('Restore')
    const refusal = {
      code: 'RestoreWouldLoseCredentials',
      details: { readable: 1, total: 2 },
      trackingId: restored.trackingId,
    } as const
    await fromOutside(() => sso.restore.restore.fail(refusal))
    expect(inside.getByRole('alert').textContent).toContain(`tracking id ${restored.trackingId}`)
    await user.keyboard('RESTORE{Enter}')
    expect(sso.restore.restores.map(({ override }) => override)).toEqual([false, true])
  })

  it('shows a failure that nothing overrides, keeps what was found, and can be tried again', async () => {
    const { inside, press, sso } = await afterTrial(harmless)
    await press('Restore')
    await fromOutside(() => sso.restore.restore.fail({ code: 'Busy', details: { done: 1, total: 2 } }))
    expect(inside.getByRole('alert').textContent).toContain('is not done yet')
    expect(document.activeElement).toBe(inside.getByRole('button', { name: 'Restore' }))
  })
})

describe('leaving Restore Secret', () => {
  it('takes the password out of its field', async () => {
    const { dialog, inside, press } = await afterTrial(harmless)
    const password = inside.getByLabelText('Password')
    await press('Cancel')
    await waitFor(() => expect(dialog.isConnected).toBe(false))
    expect(textOf(password)).toBe('')
  })

  it('is possible by Escape', async () => {
    const { dialog, user } = await afterTrial(losing)
    await user.keyboard('{Escape}')
    await waitFor(() => expect(dialog.isConnected).toBe(false))
  })
})
