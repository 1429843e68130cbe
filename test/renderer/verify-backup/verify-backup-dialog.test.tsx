// @vitest-environment jsdom
import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { BackupVerification } from '../../../shared/backup.ts'
import type { SsoErrorData } from '../../../shared/errors.ts'
import { description, verification } from '../support/backup-double.ts'
import { fromOutside, openConsole, openDialog } from '../support/open-console.tsx'

async function openVerifyBackup() {
  const opened = await openConsole()
  const dialog = await openDialog(opened, 'Verify Backup')
  const inside = within(dialog)
  const { backup } = opened.sso
  const password = () => inside.getByLabelText<HTMLInputElement>('Password')
  const browse = () => inside.getByRole('button', { name: 'Browse…' })
  const pick = () => opened.user.click(browse())
  const verify = async (typed = 'correct horse') => {
    await opened.user.clear(password())
    await opened.user.type(password(), `${typed}{Enter}`)
  }
  return { ...opened, backup, dialog, inside, password, browse, pick, verify }
}

/** Verifies to the result page. */
async function verified(changes: Partial<BackupVerification> = {}) {
  const opened = await openVerifyBackup()
  await opened.pick()
  await opened.verify()
  await fromOutside(() => opened.backup.verifying.succeed({ ...verification, ...changes }))
  return opened
}

const wrongPassword: SsoErrorData = { code: 'WrongPassword', details: {}, field: 'password' }

describe('Verify Backup', () => {
  it('shows the password reminder and what the file says, and asks for the password, when a backup is picked', async () => {
    const { backup, inside, password, pick } = await openVerifyBackup()
    await pick()
    expect(document.activeElement).toBe(password())
    const header = within(inside.getByRole('status', { name: 'What the file says' }))
    for (const fact of [description.passwordReminder, description.server, description.currentMsid])
      expect(header.getByText(fact)).toBeTruthy()
    expect(inside.getByDisplayValue(description.displayPath)).toBeTruthy()
    expect(backup.verifyCalls).toEqual([])
  })

  it('says that there is no reminder when none was given', async () => {
    const { backup, inside, pick } = await openVerifyBackup()
    const token = '2f0e0d0c-0b0a-4908-8706-050403020100'
    backup.opened = { ok: true, value: { token, backup: { ...description, passwordReminder: '' } } }
    await pick()
    expect(inside.getByText('None was given')).toBeTruthy()
  })

  it('shows a reminder that would turn its line or hide with all its characters, apart from the words around', async () => {
    const { backup, inside, pick } = await openVerifyBackup()
    const token = '2f0e0d0c-0b0a-4908-8706-050403020100'
    const passwordReminder = 'the \u202eteop\u202c\u200b שלום'
    const displayPath = '/media/usb/\u202ekab.bak'
    backup.opened = { ok: true, value: { token, backup: { ...description, passwordReminder, displayPath } } }
    await pick()
    const shown = inside.getByText('the \\u202eteop\\u202c\\u200b שלום')
    expect(shown.tagName).toBe('BDI')
    expect(inside.getByDisplayValue('/media/usb/\\u202ekab.bak')).toBeTruthy()
  })

  it('keeps the picked backup when the next picking is cancelled', async () => {
    const { backup, inside, pick } = await openVerifyBackup()
    await pick()
    backup.opened = { ok: true, value: null }
    await pick()
    expect(inside.getByDisplayValue(description.displayPath)).toBeTruthy()
  })

  it.each([
    [
      'is not a backup',
      { code: 'BackupNotABackup', details: {} },
      'This file is not a master secret backup.',
    ],
    [
      'was made by a newer version',
      { code: 'BackupVersionNewer', details: { version: 9, supported: 1 } },
      'This backup was made by a newer version (format 9; this version reads up to 1).',
    ],
  ] as const)(
    'says so at the field, and has nothing picked, when the file %s',
    async (_what, error, words) => {
      const { backup, inside, pick, verify } = await openVerifyBackup()
      await pick()
      backup.opened = { ok: false, error: { ...error, field: 'backupFile' } }
      await pick()
      expect(inside.getByText(words, { exact: false })).toBeTruthy()
      expect(inside.queryByRole('status', { name: 'What the file says' })).toBeNull()
      await verify()
      expect(backup.verifyCalls).toEqual([])
    },
  )

  it('asks for a file, and gives Browse the focus, when none is picked', async () => {
    const { backup, browse, inside, verify } = await openVerifyBackup()
    await verify()
    expect(inside.getByText('No backup file is chosen.', { exact: false })).toBeTruthy()
    expect(document.activeElement).toBe(browse())
    expect(backup.verifyCalls).toEqual([])
  })

  it('sends the token and the password as bytes, and wipes them when the answer has come', async () => {
    const { backup, pick, verify } = await openVerifyBackup()
    await pick()
    await verify('pässwörd')
    const [call] = backup.verifyCalls
    expect(call).toMatchObject({ file: '2f0e0d0c-0b0a-4908-8706-050403020100', password: 'pässwörd' })
    expect(call?.arrays[0]?.every((byte) => byte === 0)).toBe(false)
    await fromOutside(() => backup.verifying.reject(new Error('gone')))
    expect(call?.arrays[0]?.every((byte) => byte === 0)).toBe(true)
  })

  it('says no longer that a password is wrong when it is another', async () => {
    const { backup, inside, password, pick, user, verify } = await openVerifyBackup()
    await pick()
    await verify('not the one')
    await fromOutside(() => backup.verifying.fail(wrongPassword))
    await user.type(password(), 'x')
    expect(inside.queryByText('The password does not open this backup.', { exact: false })).toBeNull()
  })

  it('stays with the password selected and the reminder in sight when the password is wrong', async () => {
    const { backup, inside, password, pick, verify } = await openVerifyBackup()
    await pick()
    await verify('not the one')
    await fromOutside(() => backup.verifying.fail(wrongPassword))
    expect(inside.getByText('The password does not open this backup.', { exact: false })).toBeTruthy()
    expect(inside.getByText(description.passwordReminder)).toBeTruthy()
    const field = password()
    expect(document.activeElement).toBe(field)
    expect([field.selectionStart, field.selectionEnd]).toEqual([0, 'not the one'.length])
    await verify('the right one')
    expect(backup.verifyCalls.map((call) => call.password)).toEqual(['not the one', 'the right one'])
  })

  it('says that it waits when it does, and that it goes on', async () => {
    const { inside, pick, sso, verify } = await openVerifyBackup()
    await pick()
    await verify()
    await fromOutside(() => sso.notify('backup.progress', { step: 'waiting' }))
    expect(inside.getByText('Waiting before the next try…')).toBeTruthy()
    await fromOutside(() => sso.notify('backup.progress', { step: 'trying-credentials' }))
    const steps = within(inside.getByRole('list', { name: 'Steps' })).getAllByRole('listitem')
    expect(steps.map((step) => step.textContent)).toEqual([
      'Deriving key from the password, done',
      'Trying to read the credentials, in progress',
    ])
    expect(screen.getByText('Verifying the backup…')).toBeTruthy()
  })

  it('is stopped by Escape while it runs, and closed by the next', async () => {
    const { backup, password, pick, user, verify } = await openVerifyBackup()
    await pick()
    await verify()
    await user.keyboard('{Escape}')
    expect(backup.cancelCalls).toBe(1)
    await fromOutside(() => backup.verifying.fail({ code: 'Cancelled', details: {} }))
    const field = password()
    expect(field.value).toBe('correct horse')
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(field.value).toBe('')
  })

  it('forgets a backup whose choice has expired', async () => {
    const { backup, browse, inside, pick, verify } = await openVerifyBackup()
    await pick()
    await verify()
    await fromOutside(() =>
      backup.verifying.fail({ code: 'FileChoiceExpired', details: {}, field: 'backupFile' }),
    )
    expect(inside.queryByText(description.passwordReminder)).toBeNull()
    expect(document.activeElement).toBe(browse())
  })

  it('says that a backup is damaged with the tracking id', async () => {
    const { backup, inside, pick, verify } = await openVerifyBackup()
    await pick()
    await verify()
    const error = { code: 'BackupDamaged', details: { reason: 'cut' }, trackingId: 'abc-1' } as const
    await fromOutside(() => backup.verifying.fail(error))
    expect(inside.getByRole('alert').textContent).toContain('tracking id abc-1')
  })
})

describe('the result of Verify Backup', () => {
  it('tells what the backup would read, whence it is and how it stands to what is here', async () => {
    const { dialog, inside, sso } = await verified()
    expect(inside.getByRole('heading', { name: 'The backup opens' })).toBeTruthy()
    for (const words of [
      '4,812 of 4,812 credentials',
      'It could be restored, and no credential would be lost. Nothing was changed.',
      'Its master secrets are the ones in use here.',
      'It holds the master secret that the database names as current.',
      'This one',
      description.server,
      verification.trackingId,
    ])
      expect(inside.getByText(words)).toBeTruthy()
    expect(dialog.textContent).not.toContain('Would not read')
    expect(document.activeElement).toBe(inside.getByRole('button', { name: 'Close' }))
    expect(sso.describeCalls).toBe(2)
  })

  it('counts damaged credentials apart', async () => {
    const { inside } = await verified({ trial: { readable: 9, total: 11, unreadable: [], damaged: 2 } })
    expect(inside.getByText('2 credentials that do not open')).toBeTruthy()
    expect(inside.getByText('The damaged credentials would stay unreadable.', { exact: false })).toBeTruthy()
  })

  it.each<[string, Partial<BackupVerification>, string]>([
    [
      'it is another system’s',
      { sameSystem: false, systemId: 'ffff' },
      'It is the backup of another SSO system: restoring it here would be refused.',
    ],
    [
      'credentials would be lost',
      { trial: { readable: 1, total: 3, unreadable: [{ msid: 'm-9', rows: 2 }], damaged: 0 } },
      'Restoring it would be refused: credentials would be lost.',
    ],
  ])('warns when %s', async (_what, changes, words) => {
    const { inside } = await verified(changes)
    expect(inside.getByRole('heading', { name: /does not fit this system/ })).toBeTruthy()
    expect(inside.getByText(words, { exact: false })).toBeTruthy()
  })

  it('does not count credentials when there are none', async () => {
    const { inside } = await verified({ trial: { readable: 0, total: 0, unreadable: [], damaged: 0 } })
    expect(inside.getByText('There are no credentials yet')).toBeTruthy()
  })

  it('names the secret the database has when the backup does not hold it, and why the store is not read', async () => {
    const { inside } = await verified({
      store: 'no-store',
      storeError: { code: 'SecretStoreMissing', details: { msid: 'm-7' } },
      databaseMsid: 'm-7',
      holdsDatabaseMsid: false,
    })
    expect(inside.getByText('m-7')).toBeTruthy()
    expect(inside.getByText('There is no readable master secret here to compare with.')).toBeTruthy()
    expect(inside.getByText('Secret store here')).toBeTruthy()
  })
})
