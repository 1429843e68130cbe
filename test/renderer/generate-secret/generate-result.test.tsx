// @vitest-environment jsdom
import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { openCommand } from '../../../renderer/backup/backup-made-page.tsx'
import { fillIn, fromOutside, openConsole, openGenerateSecret } from '../support/open-console.tsx'
import { currentSecret, generated } from '../support/sso-double.ts'

async function generate() {
  const opened = await openConsole()
  const dialog = await openGenerateSecret(opened)
  const inside = within(dialog)
  await fillIn(opened, dialog, { password: 'correct horse' })
  const fields = ['Password', 'Confirm password'].map((label) =>
    inside.getByLabelText<HTMLInputElement>(label),
  )
  await opened.user.click(inside.getByRole('button', { name: 'OK' }))
  opened.sso.overview = { ...opened.sso.overview, masterSecret: currentSecret }
  await fromOutside(() => opened.sso.succeed())
  return { ...opened, dialog, inside, fields }
}

describe('generate result', () => {
  it('tells ids, file, proof and tracking id when the secret has been generated', async () => {
    const { dialog, inside } = await generate()
    expect(inside.getByRole('heading', { name: 'Master secret generated' })).toBeTruthy()
    expect(dialog.textContent).toContain('the backup was read back and opens with your password')
    for (const fact of [
      generated.msid,
      generated.previousMsid ?? '',
      generated.displayPath,
      generated.trackingId,
    ])
      expect(inside.getByText(fact)).toBeTruthy()
  })

  it('copies the command that opens the backup when its button is pressed', async () => {
    const { copied, inside, user } = await generate()
    await user.click(inside.getByRole('button', { name: 'Copy command' }))
    expect(copied).toEqual(['jq -r .payload /media/usb/SSOAAAA.bak | age -d'])
    expect(inside.getByRole('button', { name: 'Copied command' })).toBeTruthy()
  })

  it('has emptied the passwords when it shows', async () => {
    const { fields } = await generate()
    expect(fields.map((field) => field.value)).toEqual(['', ''])
  })

  it('closes when Enter is pressed, with the new state behind it', async () => {
    const { inside, user } = await generate()
    expect(document.activeElement).toBe(inside.getByRole('button', { name: 'Close' }))
    await user.keyboard('{Enter}')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(await screen.findByText('MSID (current)')).toBeTruthy()
  })

  it('asks for nothing that was typed before when the dialog is opened anew', async () => {
    const opened = await generate()
    await opened.user.keyboard('{Enter}')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    const again = within(await openGenerateSecret(opened))
    expect(again.getByLabelText<HTMLInputElement>('Password').value).toBe('')
    expect(again.getByLabelText<HTMLInputElement>('Backup file').value).toBe('')
  })
})

describe('openCommand', () => {
  it.each([
    ['/media/usb/SSO1234.bak', '/media/usb/SSO1234.bak'],
    ['/media/my disk/a.bak', "'/media/my disk/a.bak'"],
    ["/media/anna's/a.bak", String.raw`'/media/anna'\''s/a.bak'`],
    ['/tmp/$(reboot).bak', "'/tmp/$(reboot).bak'"],
    ['C:\\Backups\\a.bak', "'C:\\Backups\\a.bak'"],
  ])('quotes the path as the shell needs it when it is %s', (path, argument) => {
    expect(openCommand(path)).toBe(`jq -r .payload ${argument} | age -d`)
  })
})
