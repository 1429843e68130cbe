// @vitest-environment jsdom
import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { trackingId } from '../support/administration-double.ts'
import { fromOutside, openConsole, systemRead } from '../support/open-console.tsx'
import { allAllowed, anOverview, type SsoDouble } from '../support/sso-double.ts'

const token = '0f0e0d0c-0b0a-4908-8706-050403020100'

async function openKeyProtector(prepare?: (sso: SsoDouble) => void) {
  const opened = await openConsole(prepare)
  await systemRead()
  await fromOutside(() => opened.sso.notify('console.action', { action: 'key-protector' }))
  const dialog = await screen.findByRole('dialog', { name: 'Key Protector' })
  return { ...opened, dialog, inside: within(dialog) }
}

describe('Key Protector', () => {
  it('says in plain words what guards the key, where it is and whether it is there', async () => {
    const { dialog, inside } = await openKeyProtector()
    await inside.findByText('Guarded at rest by')
    expect(dialog.textContent).toContain("The operating system's keyring")
    expect(dialog.textContent).toContain("this account's operating system keyring")
    expect(dialog.textContent).toContain('Present; it opens the secret store')
    expect(dialog.textContent).toContain('None was saved for the present key')
    expect(inside.queryByRole('button', { name: 'Use Recovery Key…' })).toBeNull()
  })

  it('offers the protectors that work here only', async () => {
    const { inside } = await openKeyProtector(({ administration }) => {
      administration.protection = {
        ...administration.protection,
        protector: 'key-file',
        protectors: [
          { kind: 'os-keyring', works: false },
          { kind: 'key-file', works: true },
        ],
      }
    })
    await inside.findByRole('radio', { name: /File permissions only/ })
    expect(inside.getAllByRole('radio')).toHaveLength(1)
  })

  it('changes the protector and says what follows', async () => {
    const { dialog, inside, sso, user } = await openKeyProtector(({ administration }) => {
      administration.recoveryKeyOutdated = true
      administration.oldKeyRemoved = false
    })
    await user.click(await inside.findByRole('radio', { name: /File permissions only/ }))
    await user.click(inside.getByRole('button', { name: 'Change Protector…' }))
    await user.click(inside.getByRole('button', { name: 'Change Protector' }))
    await inside.findByText('The key protector was changed')
    expect(sso.administration.requestsTo('keyProtection.change')).toEqual([{ protector: 'key-file' }])
    expect(dialog.textContent).toContain('opens the secret store no more. Save a new one.')
    expect(dialog.textContent).toContain('The old key may still be there')
    expect(dialog.textContent).toContain(trackingId)
    await waitFor(() => expect(document.activeElement).toBe(inside.getByRole('button', { name: 'Continue' })))
    await user.keyboard('{Enter}')
    await inside.findByRole('button', { name: 'Make New Key…' })
  })

  it('makes a new key with the same protector', async () => {
    const { inside, sso, user } = await openKeyProtector()
    await user.click(await inside.findByRole('button', { name: 'Make New Key…' }))
    await user.click(inside.getByRole('button', { name: 'Make New Key' }))
    await inside.findByText('The secret store has a new key')
    expect(sso.administration.requestsTo('keyProtection.change')).toEqual([{ protector: 'os-keyring' }])
  })

  it('asks before it makes a new key, says what becomes useless by it, and goes back to where it was asked', async () => {
    const { dialog, inside, sso, user } = await openKeyProtector(({ administration }) => {
      const recoveryKey = { fileName: 'SSO-\u202eyek.key', savedAt: '2026-01-02T03:04:05.000Z' }
      administration.protection = { ...administration.protection, recoveryKey }
    })
    const button = await inside.findByRole('button', { name: 'Make New Key…' })
    await user.click(button)
    await waitFor(() => expect(document.activeElement).toBe(inside.getByRole('button', { name: 'Cancel' })))
    expect(dialog.textContent).toContain('The recovery key SSO-\\u202eyek.key, saved')
    expect(dialog.textContent).toContain('opens the secret store no more')
    await user.keyboard('{Enter}')
    expect(sso.administration.requestsTo('keyProtection.change')).toEqual([])
    await waitFor(() =>
      expect(document.activeElement).toBe(inside.getByRole('button', { name: 'Make New Key…' })),
    )
    await user.keyboard('{Enter}')
    await user.keyboard('{Escape}')
    expect(sso.administration.requestsTo('keyProtection.change')).toEqual([])
    await inside.findByRole('button', { name: 'Make New Key…' })
  })

  it('says why the protector may not be changed, and asks for nothing', async () => {
    const error = { code: 'SecretStoreMissing', details: { msid: 'x' } } as const
    const { dialog, inside, sso, user } = await openKeyProtector((double) => {
      const permissions = { ...allAllowed, changeProtector: { allowed: false, error } as const }
      double.overview = anOverview({ permissions })
    })
    await user.click(await inside.findByRole('button', { name: 'Make New Key…' }))
    expect(dialog.textContent).toContain('The secret store that held the master secret x is gone.')
    expect(sso.administration.requestsTo('keyProtection.change')).toEqual([])
  })

  it('shows a refusal with its tracking id, and gives the pressed button the focus back', async () => {
    const { inside, user } = await openKeyProtector(({ administration }) => {
      administration.refusals.set('keyProtection.change', {
        code: 'KeyProtectorUnavailable',
        details: { place: 'a keyring', reason: 'locked' },
        trackingId: 'track-5',
      })
    })
    await user.click(await inside.findByRole('button', { name: 'Make New Key…' }))
    await user.click(inside.getByRole('button', { name: 'Make New Key' }))
    await inside.findByText(/tracking id track-5/)
    await waitFor(() =>
      expect(document.activeElement).toBe(inside.getByRole('button', { name: 'Make New Key' })),
    )
  })

  it('saves a recovery key into the chosen file, by its token', async () => {
    const { dialog, inside, sso, user } = await openKeyProtector()
    await user.click(await inside.findByRole('button', { name: 'Save Recovery Key…' }))
    await inside.findByText('Recovery key saved')
    expect(sso.administration.requestsTo('keyProtection.saveRecoveryKey')).toEqual([{ file: token }])
    expect(dialog.textContent).toContain('/media/usb/SSO-recovery.key')
    await user.keyboard('{Escape}')
    await inside.findByText('SSO-recovery.key')
  })

  it('saves nothing when no file was chosen', async () => {
    const { inside, sso, user } = await openKeyProtector(({ administration }) => {
      administration.file = null
    })
    const save = await inside.findByRole('button', { name: 'Save Recovery Key…' })
    await user.click(save)
    await waitFor(() => expect(document.activeElement).toBe(save))
    expect(sso.administration.requestsTo('keyProtection.saveRecoveryKey')).toEqual([])
  })

  it.each([
    ['gone', 'is gone from'],
    ['unreadable', 'cannot be read from'],
    ['wrong', 'is not the key of the secret store'],
  ] as const)('says that the key is %s and offers the recovery key', async (key, words) => {
    const { dialog, inside, sso, user } = await openKeyProtector((double) => {
      const { administration } = double
      administration.protection = { ...administration.protection, key }
      const error = { code: 'KeyProtectorGone', details: { place: 'x' } } as const
      double.overview = anOverview({
        masterSecret: { state: 'unavailable', error },
        permissions: { ...allAllowed, changeProtector: { allowed: false, error } },
      })
    })
    await inside.findByText(new RegExp(words))
    const use = inside.getByRole('button', { name: 'Use Recovery Key…' })
    await waitFor(() => expect(document.activeElement).toBe(use))
    expect(inside.getByRole('button', { name: 'Save Recovery Key…' }).getAttribute('aria-disabled')).toBe(
      'true',
    )
    await user.click(use)
    await inside.findByText('The secret store has its key back')
    expect(sso.administration.requestsTo('keyProtection.recover')).toEqual([{ file: token }])
    await user.keyboard('{Escape}')
    await waitFor(() => expect(dialog.textContent).toContain('Present; it opens the secret store'))
  })

  it('says why a recovery key does not fit', async () => {
    const { inside, user } = await openKeyProtector(({ administration }) => {
      administration.protection = { ...administration.protection, key: 'gone' }
      administration.refusals.set('keyProtection.recover', { code: 'RecoveryKeyNotAKey', details: {} })
    })
    await user.click(await inside.findByRole('button', { name: 'Use Recovery Key…' }))
    await inside.findByText('This file is not a recovery key.')
  })

  it('cannot be left while something runs, and says so in the status bar', async () => {
    let go: (value?: unknown) => void = () => {}
    const { dialog, inside, sso, user } = await openKeyProtector()
    await user.click(await inside.findByRole('button', { name: 'Make New Key…' }))
    const make = inside.getByRole('button', { name: 'Make New Key' })
    sso.administration.pause = new Promise((resolve) => {
      go = resolve
    })
    await user.click(make)
    await waitFor(() =>
      expect(screen.getByRole('contentinfo', { hidden: true }).textContent).toContain(
        'Changing the key protector…',
      ),
    )
    await user.keyboard('{Escape}')
    expect(dialog.isConnected).toBe(true)
    go()
    await inside.findByText('The secret store has a new key')
  })

  it('says why the key protector cannot be read', async () => {
    const { inside } = await openKeyProtector(({ administration }) => {
      administration.refusals.set('keyProtection.describe', { code: 'NoMasterSecret', details: {} })
    })
    await inside.findByText(/Code NoMasterSecret/)
  })
})
