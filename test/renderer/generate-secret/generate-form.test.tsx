// @vitest-environment jsdom
import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { errorText } from '../../../shared/error-text.ts'
import type { ErrorCode, SsoErrorData } from '../../../shared/errors.ts'
import { fillIn, fromOutside, openConsole, openGenerateSecret, type Typed } from '../support/open-console.tsx'

const good: Typed = { password: 'correct horse', reminder: 'animal' }

async function openDialog() {
  const opened = await openConsole()
  const dialog = await openGenerateSecret(opened)
  const inside = within(dialog)
  return {
    ...opened,
    dialog,
    inside,
    input: (label: string) => inside.getByLabelText<HTMLInputElement>(label),
    ok: () => inside.getByRole<HTMLButtonElement>('button', { name: 'OK' }),
    fill: (typed: Typed) => fillIn(opened, dialog, typed),
  }
}

/** Presses OK with good input and has the service answer with an error. */
async function failWith(error: SsoErrorData) {
  const opened = await openDialog()
  await opened.fill(good)
  await opened.user.click(opened.ok())
  await fromOutside(() => opened.sso.fail(error))
  return opened
}

function words(error: { code: ErrorCode; details: SsoErrorData['details'] }): string {
  const { message, remedy } = errorText(error)
  return `${message} ${remedy}`
}

/** What screen readers say about a field beyond its name. */
function description(element: HTMLElement): string {
  return (element.getAttribute('aria-describedby') ?? '')
    .split(' ')
    .map((id) => document.getElementById(id)?.textContent ?? '')
    .join(' ')
}

describe('generate form', () => {
  it('labels its fields as the administrator knows them when it opens', async () => {
    const { input } = await openDialog()
    expect(input('Backup file').readOnly).toBe(true)
    expect(input('Password').type).toBe('password')
    expect(input('Confirm password').type).toBe('password')
    expect(input('Password reminder').type).toBe('text')
  })

  it('asks for GENERATE to be typed where credentials would be lost, and says then how many may be', async () => {
    const under = '20 credentials under aaaabbbb'
    const details = { rows: 20, total: 22, under, copies: 'the backup /media/3.bak' }
    const opened = await failWith({ code: 'GenerateWouldLoseCredentials', details })
    const { inside, ok, sso, user } = opened
    expect(inside.getByRole('alert').textContent).toContain(under)
    const word = inside.getByLabelText('To go on all the same, type GENERATE')
    expect(document.activeElement).toBe(word)
    await opened.fill(good)
    await user.click(ok())
    expect(sso.generateCalls.at(-1)?.mayLose).toBeUndefined()
    await fromOutside(() => sso.fail({ code: 'GenerateWouldLoseCredentials', details }))
    await user.type(inside.getByLabelText('To go on all the same, type GENERATE'), 'GENERATE')
    await opened.fill(good)
    await user.click(ok())
    expect(sso.generateCalls.at(-1)?.mayLose).toBe(20)
  })

  it('keeps browsers from storing or checking what is typed when it opens', async () => {
    const { input } = await openDialog()
    for (const label of ['Password', 'Confirm password']) {
      expect(input(label).autocomplete).toBe('new-password')
      expect(input(label).getAttribute('spellcheck')).toBe('false')
    }
    expect(input('Password reminder').autocomplete).toBe('off')
  })

  it('shows the chosen file when one was picked, and keeps it when the next picking is cancelled', async () => {
    const { inside, input, sso, user } = await openDialog()
    await user.click(inside.getByRole('button', { name: 'Browse…' }))
    expect(input('Backup file').value).toBe('/media/usb/SSOAAAA.bak')
    sso.file = null
    await user.click(inside.getByRole('button', { name: 'Browse…' }))
    expect(input('Backup file').value).toBe('/media/usb/SSOAAAA.bak')
  })

  it('shows both passwords when asked to and hides them again', async () => {
    const { inside, input, user } = await openDialog()
    const toggle = inside.getByRole('button', { name: 'Show what is typed' })
    await user.click(toggle)
    expect([input('Password').type, input('Confirm password').type]).toEqual(['text', 'text'])
    await user.click(toggle)
    expect([input('Password').type, input('Confirm password').type]).toEqual(['password', 'password'])
  })

  it('sends what was typed as bytes, and wipes them when the answer has come', async () => {
    const { fill, ok, sso, user } = await openDialog()
    await fill({ password: 'pässwörd 🔑', reminder: 'animal' })
    await user.click(ok())
    const [call] = sso.generateCalls
    expect(call).toMatchObject({
      file: '0f0e0d0c-0b0a-4908-8706-050403020100',
      password: 'pässwörd 🔑',
      confirmation: 'pässwörd 🔑',
      reminder: 'animal',
    })
    expect(call?.arrays.map((bytes) => bytes.every((byte) => byte === 0))).toEqual([false, false])
    await fromOutside(() => sso.succeed())
    expect(call?.arrays.map((bytes) => bytes.every((byte) => byte === 0))).toEqual([true, true])
  })

  it.each([
    [
      'fails',
      (sso: Awaited<ReturnType<typeof openDialog>>['sso']) => sso.fail({ code: 'Cancelled', details: {} }),
    ],
    ['throws', (sso: Awaited<ReturnType<typeof openDialog>>['sso']) => sso.reject(new Error('gone'))],
  ])('wipes the bytes when the call %s', async (_how, end) => {
    const { fill, ok, sso, user } = await openDialog()
    await fill(good)
    await user.click(ok())
    await fromOutside(() => end(sso))
    expect(sso.generateCalls[0]?.arrays.map((bytes) => bytes.every((byte) => byte === 0))).toEqual([
      true,
      true,
    ])
  })

  it.each(['Password', 'Confirm password', 'Password reminder'])(
    'does what OK does when Enter is pressed in %s',
    async (label) => {
      const { fill, input, sso, user } = await openDialog()
      await fill(good)
      await user.click(input(label))
      await user.keyboard('{Enter}')
      expect(sso.generateCalls).toHaveLength(1)
    },
  )

  it.each([
    ['Escape', async ({ user }: Awaited<ReturnType<typeof openDialog>>) => user.keyboard('{Escape}')],
    [
      'Cancel',
      async ({ inside, user }: Awaited<ReturnType<typeof openDialog>>) =>
        user.click(inside.getByRole('button', { name: 'Cancel' })),
    ],
  ])('closes and empties the passwords when %s is pressed', async (_how, leave) => {
    const opened = await openDialog()
    await opened.fill(good)
    const fields = [opened.input('Password'), opened.input('Confirm password')]
    await leave(opened)
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(fields.map((field) => field.value)).toEqual(['', ''])
    expect(opened.sso.generateCalls).toEqual([])
  })

  it('stays open when the pointer slips off it', async () => {
    const { dialog, fill, user } = await openDialog()
    await fill(good)
    const backdrop = document.querySelector('.fui-DialogSurface__backdrop')
    expect(backdrop).not.toBeNull()
    await user.click(backdrop as HTMLElement)
    expect(screen.getByRole('dialog')).toBe(dialog)
  })
})

describe('generate form with faulty input', () => {
  it.each([
    [
      'a short password',
      { password: '123456' },
      'Password',
      { code: 'PasswordTooShort', details: { characters: 6, limit: 7 } },
    ],
    [
      'a long password',
      { password: 'x'.repeat(257) },
      'Password',
      { code: 'PasswordTooLong', details: { characters: 257, limit: 256 } },
    ],
    [
      'another confirmation',
      { password: 'correct horse', confirmation: 'correct horst' },
      'Confirm password',
      { code: 'PasswordMismatch', details: {} },
    ],
    [
      'a long reminder',
      { password: 'correct horse', reminder: 'x'.repeat(513) },
      'Password reminder',
      { code: 'ReminderTooLong', details: { characters: 513, limit: 512 } },
    ],
    [
      'the password in the reminder',
      { password: 'correct horse', reminder: 'my correct horse' },
      'Password reminder',
      { code: 'ReminderContainsPassword', details: {} },
    ],
  ] as const)(
    'says so beneath the field and moves there when OK is pressed with %s',
    async (_what, typed, label, error) => {
      const { fill, input, ok, sso, user } = await openDialog()
      await fill(typed)
      expect(ok().disabled).toBe(false)
      await user.click(ok())
      expect(description(input(label))).toContain(words(error))
      expect(input(label).getAttribute('aria-invalid')).toBe('true')
      expect(document.activeElement).toBe(input(label))
      expect(sso.generateCalls).toEqual([])
      expect(ok().disabled).toBe(false)
    },
  )

  it('says so beneath Backup file and moves to Browse… when none was chosen', async () => {
    const { inside, input, ok, user } = await openDialog()
    await user.click(ok())
    const text = words({ code: 'BackupFileNotChosen', details: {} })
    expect(description(input('Backup file'))).toContain(text)
    const browse = inside.getByRole('button', { name: 'Browse…' })
    expect(document.activeElement).toBe(browse)
    expect(description(browse)).toContain(text)
  })

  it('shows all faults at once and moves to the first when there are several', async () => {
    const { fill, input, ok, user } = await openDialog()
    await fill({ password: 'abc', confirmation: 'abd', reminder: 'abc' })
    await user.click(ok())
    for (const label of ['Password', 'Confirm password', 'Password reminder'])
      expect(input(label).getAttribute('aria-invalid')).toBe('true')
    expect(document.activeElement).toBe(input('Password'))
  })

  it('moves to the faulty field again when OK is pressed again', async () => {
    const { fill, input, ok, user } = await openDialog()
    await fill({ password: 'abc' })
    await user.click(ok())
    await user.click(ok())
    expect(document.activeElement).toBe(input('Password'))
  })
})

describe('generate form after a failure', () => {
  it('shows it beneath its field with code, event and tracking id when the service names one', async () => {
    const error: SsoErrorData = {
      code: 'BackupFolderNotWritable',
      details: { account: 'user anna', folder: '/media/usb' },
      field: 'backupFile',
      trackingId: 'track-2',
    }
    const { inside, input } = await failWith(error)
    expect(description(input('Backup file'))).toContain(words(error))
    expect(description(input('Backup file'))).toContain(
      'Code BackupFolderNotWritable · event 10784 · tracking id track-2',
    )
    expect(document.activeElement).toBe(inside.getByRole('button', { name: 'Browse…' }))
  })

  it('shows it at the top when it belongs to no field', async () => {
    const error: SsoErrorData = {
      code: 'SecretStoreBusy',
      details: { holder: 'process 4711' },
      trackingId: 'track-3',
    }
    const { inside } = await failWith(error)
    const alert = inside.getByRole('alert')
    expect(alert.textContent).toContain(words(error))
    expect(alert.textContent).toContain('Code SecretStoreBusy · event 10814 · tracking id track-3')
    expect(document.activeElement).toBe(inside.getByRole('button', { name: 'OK' }))
  })

  it('keeps everything typed when the service refuses', async () => {
    const { input } = await failWith({ code: 'SecretStoreBusy', details: { holder: 'process 4711' } })
    expect(input('Backup file').value).toBe('/media/usb/SSOAAAA.bak')
    expect(input('Password').value).toBe('correct horse')
    expect(input('Confirm password').value).toBe('correct horse')
    expect(input('Password reminder').value).toBe('animal')
  })

  it('forgets the chosen file when the choice has expired', async () => {
    const { input } = await failWith({ code: 'FileChoiceExpired', details: {}, field: 'backupFile' })
    expect(input('Backup file').value).toBe('')
  })

  it('goes away when the next attempt begins', async () => {
    const { inside, ok, user } = await failWith({ code: 'SecretStoreBusy', details: { holder: 'x' } })
    await user.click(ok())
    expect(inside.queryByRole('alert')).toBeNull()
  })
})

/** The fields that have an error now. */
function faulty(dialog: HTMLElement): (string | null)[] {
  return [...dialog.querySelectorAll('[aria-invalid=true]')].map(
    (field) => dialog.querySelector(`label[for="${field.id}"]`)?.textContent ?? null,
  )
}

describe('an error at a field', () => {
  it('goes when the field is put right, and speaks of what it holds until then', async () => {
    const { dialog, inside, input, ok, user } = await openDialog()
    await user.click(ok())
    expect(faulty(dialog)).toEqual(['Backup file', 'Password'])
    await user.type(input('Password'), 'abc')
    expect(dialog.textContent).toContain('The password has 3 characters')
    await user.type(input('Password'), 'defg')
    expect(faulty(dialog)).toEqual(['Backup file'])
    await user.click(inside.getByRole('button', { name: 'Browse…' }))
    await waitFor(() => expect(faulty(dialog)).toEqual([]))
  })

  it('goes when what it depends on is put right in another field', async () => {
    const { dialog, fill, input, ok, user } = await openDialog()
    await fill({ password: 'correct horse', confirmation: 'correct horsx', reminder: 'my correct horse' })
    await user.click(ok())
    expect(faulty(dialog)).toEqual(['Confirm password', 'Password reminder'])
    await user.clear(input('Password'))
    await user.type(input('Password'), 'correct horsx')
    expect(faulty(dialog)).toEqual([])
  })

  it('goes when a passphrase is made', async () => {
    const { dialog, inside, ok, user } = await openDialog()
    await user.click(ok())
    await user.click(inside.getByRole('button', { name: 'Generate passphrase' }))
    await waitFor(() => expect(faulty(dialog)).toEqual(['Backup file']))
  })

  it('that only the service knows of goes when its own field is another, and no sooner', async () => {
    const details = { path: '/media/usb/SSOAAAA.bak' }
    const opened = await failWith({ code: 'BackupFileExists', field: 'backupFile', details })
    const { dialog, inside, input, sso, user } = opened
    expect(faulty(dialog)).toEqual(['Backup file'])
    await user.type(input('Password reminder'), 's')
    expect(faulty(dialog)).toEqual(['Backup file'])
    sso.file = { token: '1f0e0d0c-0b0a-4908-8706-050403020100', displayPath: '/media/usb/other.bak' }
    await user.click(inside.getByRole('button', { name: 'Browse…' }))
    await waitFor(() => expect(faulty(dialog)).toEqual([]))
  })
})

describe('the strength of a password', () => {
  it('is rated also when OK was pressed before it could be, and that failed', async () => {
    const opened = await openDialog()
    await opened.fill(good)
    await opened.user.keyboard('{Enter}')
    await fromOutside(() => opened.sso.fail({ code: 'Cancelled', details: {} }))
    await waitFor(() => expect(opened.workers.at(-1)?.questions.at(-1)?.password).toBe(good.password))
  })
})
