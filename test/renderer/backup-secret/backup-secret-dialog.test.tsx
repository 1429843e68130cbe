// @vitest-environment jsdom
import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { backedUp } from '../support/backup-double.ts'
import { fillIn, fromOutside, openConsole, openDialog, type Typed } from '../support/open-console.tsx'

const good: Typed = { password: 'correct horse', reminder: 'animal' }

async function openBackupSecret() {
  const opened = await openConsole()
  const dialog = await openDialog(opened, 'Backup Secret')
  const inside = within(dialog)
  const input = (label: string) => inside.getByLabelText<HTMLInputElement>(label)
  const submit = async (typed: Typed) => {
    await fillIn(opened, dialog, typed)
    await opened.user.click(inside.getByRole('button', { name: 'OK' }))
  }
  return { ...opened, ...opened.sso.backup, backup: opened.sso.backup, dialog, inside, input, submit }
}

describe('Backup Secret', () => {
  it('sends what was typed as bytes, and wipes them when the answer has come', async () => {
    const { backup, input, submit } = await openBackupSecret()
    await submit(good)
    expect(input('Backup file').value).toBe('/media/usb/SSO3F2B.bak')
    const [call] = backup.makeCalls
    expect(call).toMatchObject({ file: backup.target?.token, ...good, confirmation: good.password })
    expect(call?.arrays.some((bytes) => bytes.every((byte) => byte === 0))).toBe(false)
    await fromOutside(() => backup.making.succeed(backedUp))
    expect(call?.arrays.every((bytes) => bytes.every((byte) => byte === 0))).toBe(true)
  })

  it('has the same password rules as Generate Secret, and moves to the first fault', async () => {
    const { backup, inside, input, user } = await openBackupSecret()
    await user.click(input('Password'))
    await user.paste('abc')
    await user.keyboard('{Enter}')
    expect(document.activeElement).toBe(inside.getByRole('button', { name: 'Browse…' }))
    for (const message of ['No backup file is chosen.', 'at least 7 are needed', 'are not the same'])
      expect(inside.getByText(message, { exact: false })).toBeTruthy()
    expect(backup.makeCalls).toEqual([])
  })

  it('offers a passphrase', async () => {
    const { inside, input, user } = await openBackupSecret()
    await user.click(inside.getByRole('button', { name: 'Generate passphrase' }))
    await waitFor(() => expect(input('Confirm password').value).toMatch(/^[a-z]+(-[a-z]+){5}$/))
  })

  it('goes through its three steps, in the status bar, too', async () => {
    const { inside, sso, submit } = await openBackupSecret()
    await submit(good)
    expect(screen.getByText('Backing up the master secret…')).toBeTruthy()
    await fromOutside(() => sso.notify('backup.progress', { step: 'writing-backup' }))
    const steps = within(inside.getByRole('list', { name: 'Steps' })).getAllByRole('listitem')
    expect(steps.map((step) => step.textContent)).toEqual([
      'Deriving key from the password, done',
      'Writing the backup, in progress',
      'Checking that the backup opens, waiting',
    ])
  })

  it('can be cancelled while it runs, and keeps what was typed', async () => {
    const { backup, inside, input, submit, user } = await openBackupSecret()
    await submit(good)
    await user.keyboard('{Escape}')
    expect(backup.cancelCalls).toBe(1)
    await fromOutside(() => backup.making.fail({ code: 'Cancelled', details: {} }))
    expect(inside.getByText('The operation was cancelled.')).toBeTruthy()
    expect(input('Password').value).toBe('correct horse')
  })

  it('tells where the backup is, that it opens, MSIDs and tracking id, and reads the system anew', async () => {
    const { backup, dialog, inside, sso, submit } = await openBackupSecret()
    await submit(good)
    const before = sso.describeCalls
    await fromOutside(() => backup.making.succeed(backedUp))
    expect(inside.getByRole('heading', { name: 'Backup made' })).toBeTruthy()
    expect(dialog.textContent).toContain('The backup was read back and opens with your password.')
    expect(dialog.textContent).not.toContain('secret store')
    for (const fact of [
      backedUp.msid,
      backedUp.previousMsid ?? '',
      backedUp.displayPath,
      backedUp.trackingId,
    ])
      expect(inside.getByText(fact)).toBeTruthy()
    expect(document.activeElement).toBe(inside.getByRole('button', { name: 'Close' }))
    expect(sso.describeCalls).toBeGreaterThan(before)
  })

  it('says so when the backup could not be noted', async () => {
    const { backup, dialog, submit } = await openBackupSecret()
    await submit(good)
    await fromOutside(() => backup.making.succeed({ ...backedUp, noted: false }))
    expect(dialog.textContent).toContain('It is good, but the secret store could not be written')
  })

  it('shows a failure that no field can mend with its tracking id', async () => {
    const { backup, inside, submit } = await openBackupSecret()
    await submit(good)
    await fromOutside(() =>
      backup.making.fail({ code: 'NoMasterSecret', details: {}, trackingId: backedUp.trackingId }),
    )
    expect(inside.getByRole('alert').textContent).toContain(`tracking id ${backedUp.trackingId}`)
    expect(document.activeElement).toBe(inside.getByRole('button', { name: 'OK' }))
  })

  it('closes and empties the passwords when Escape is pressed', async () => {
    const opened = await openBackupSecret()
    await fillIn(opened, opened.dialog, good)
    const fields = ['Password', 'Confirm password'].map(opened.input)
    await opened.user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(fields.map(({ value }) => value)).toEqual(['', ''])
  })
})
