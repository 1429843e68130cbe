import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { ReplacedStore } from '../../../shared/backup.ts'
import { fromOutside, openConsole, systemRead } from '../support/open-console.tsx'
import { allAllowed, anOverview, currentSecret, type SsoDouble } from '../support/sso-double.ts'
import { restored } from './restore-support.ts'

const kept: ReplacedStore = {
  name: '20260102T030405000Z-AAAA.json',
  replacedAt: '2026-01-02T03:04:05.000Z',
  currentMsid: 'aaaabbbb-7c1d-4e0a-9b6f-2d5a8c7e1f30',
  previousMsid: null,
}
const unreadable: ReplacedStore = {
  name: '20250102T030405000Z-unreadable.json',
  replacedAt: '2025-01-02T03:04:05.000Z',
  currentMsid: null,
  previousMsid: null,
}
const wouldLose = { code: 'RestoreWouldLoseCredentials', details: { readable: 2, total: 22 } } as const

async function openSystem(prepare: (sso: SsoDouble) => void) {
  const opened = await openConsole(prepare)
  await systemRead()
  return opened
}

/** The section, with `stores` in it. */
async function openSection(...stores: readonly ReplacedStore[]) {
  const opened = await openSystem((sso) => {
    sso.overview = anOverview({ masterSecret: currentSecret })
    sso.restore.replaced = stores
  })
  const section = within(await screen.findByRole('region', { name: 'Replaced secret stores' }))
  return { ...opened, section }
}

/** The section with one store in it and the dialog that `button` opens. */
async function openDialog(button: 'Undo Restore…' | 'Remove…', title: string) {
  const opened = await openSection(kept)
  await opened.user.click(opened.section.getByRole('button', { name: button }))
  const dialog = await screen.findByRole('dialog', { name: title })
  return { ...opened, dialog, inside: within(dialog) }
}

describe('Replaced secret stores', () => {
  it('are not shown when there are none', async () => {
    await openSystem((sso) => {
      sso.overview = anOverview({ masterSecret: currentSecret })
    })
    expect(screen.queryByRole('region', { name: 'Replaced secret stores' })).toBeNull()
  })

  it('are listed with their MSID, those that cannot be put back saying why', async () => {
    const { section } = await openSection(kept, unreadable)
    section.getByText('aaaabbbb-7c1d-4e0a-9b6f-2d5a8c7e1f30')
    section.getByText('It could not be read, so it cannot be put back.')
    const undo = section.getAllByRole('button', { name: 'Undo Restore…' })
    expect(undo.map((button) => button.getAttribute('aria-disabled'))).toEqual([null, 'true'])
    const remove = section.getAllByRole('button', { name: 'Remove…' })
    expect(remove.map((button) => button.getAttribute('aria-disabled'))).toEqual([null, null])
  })

  it('cannot be touched without the right to restore, and say why', async () => {
    await openSystem((sso) => {
      const error = {
        code: 'NotMasterSecretServer',
        details: { masterSecretServer: 'b', server: 'a' },
      } as const
      const permissions = { ...allAllowed, restoreSecret: { allowed: false, error } as const }
      sso.overview = anOverview({ masterSecret: currentSecret, permissions })
      sso.restore.replaced = [kept]
    })
    const section = within(await screen.findByRole('region', { name: 'Replaced secret stores' }))
    for (const name of ['Undo Restore…', 'Remove…']) {
      expect(section.getByRole('button', { name }).getAttribute('aria-disabled')).toBe('true')
    }
    expect(section.getByText(/master secret server/)).toBeTruthy()
  })
})

describe('Undo Restore…', () => {
  it('changes nothing until it is confirmed', async () => {
    const { dialog, inside, sso, user } = await openDialog('Undo Restore…', 'Undo Restore')
    expect(document.activeElement).toBe(inside.getByRole('button', { name: 'Cancel' }))
    await user.keyboard('{Escape}')
    await waitFor(() => expect(dialog.isConnected).toBe(false))
    expect(sso.restore.undone).toEqual([])
  })

  it('puts the store back, tells what that came to, and reads the system again', async () => {
    const { inside, sso, user } = await openDialog('Undo Restore…', 'Undo Restore')
    await user.click(inside.getByRole('button', { name: 'Undo Restore' }))
    expect(sso.restore.undone).toEqual([{ name: kept.name, override: false }])
    sso.restore.replaced = []
    const before = sso.describeCalls
    await fromOutside(() => sso.restore.undoing.succeed({ ...restored, replacedStore: null }))
    for (const shown of ['Restore undone', restored.msid, restored.trackingId]) inside.getByText(shown)
    expect(sso.describeCalls).toBeGreaterThan(before)
    await user.click(inside.getByRole('button', { name: 'Close' }))
    await waitFor(() => expect(screen.queryByRole('region', { name: 'Replaced secret stores' })).toBeNull())
  })

  it('is refused with counts where credentials would be lost, until UNDO is typed', async () => {
    const { inside, sso, user } = await openDialog('Undo Restore…', 'Undo Restore')
    await user.click(inside.getByRole('button', { name: 'Undo Restore' }))
    await fromOutside(() => sso.restore.undoing.fail(wouldLose))
    expect(inside.getByRole('alert').textContent).toContain('Only 2 of 22 credentials')
    await user.keyboard('undo{Enter}')
    await user.click(inside.getByRole('button', { name: 'Undo Anyway' }))
    expect(sso.restore.undone).toHaveLength(1)
    const word = inside.getByLabelText('To go on all the same, type UNDO')
    await user.clear(word)
    await user.type(word, 'UNDO{Enter}')
    expect(sso.restore.undone.at(-1)).toEqual({ name: kept.name, override: true, mayLose: 20 })
  })

  it('says why it failed and can be tried again', async () => {
    const { inside, sso, user } = await openDialog('Undo Restore…', 'Undo Restore')
    await user.click(inside.getByRole('button', { name: 'Undo Restore' }))
    await fromOutside(() => sso.restore.undoing.fail({ code: 'Busy', details: { done: 1, total: 2 } }))
    expect(inside.getByRole('alert').textContent).toContain('is not done yet')
    await user.click(inside.getByRole('button', { name: 'Undo Restore' }))
    expect(sso.restore.undone).toHaveLength(2)
  })
})

describe('Remove…', () => {
  it('removes the copy when confirmed, and the section with the last one', async () => {
    const { dialog, inside, sso, user } = await openDialog('Remove…', 'Remove Replaced Store')
    await user.click(inside.getByRole('button', { name: 'Remove' }))
    await waitFor(() => expect(dialog.isConnected).toBe(false))
    expect(sso.restore.removed).toEqual([kept.name])
    await waitFor(() => expect(screen.queryByRole('region', { name: 'Replaced secret stores' })).toBeNull())
  })

  it('asks for REMOVE to be typed where credentials need the copy', async () => {
    const { dialog, inside, sso, user } = await openDialog('Remove…', 'Remove Replaced Store')
    const details = { name: kept.name, rows: 20, under: '20 credentials under A', copies: '' }
    sso.restore.removalRefusal = { code: 'ReplacedStoreNeeded', details }
    await user.click(inside.getByRole('button', { name: 'Remove' }))
    expect((await inside.findByRole('alert')).textContent).toContain('20 credentials under A')
    await user.click(inside.getByRole('button', { name: 'Remove Anyway' }))
    expect(sso.restore.removals).toEqual([{ name: kept.name }])
    sso.restore.removalRefusal = null
    await user.type(inside.getByLabelText('To go on all the same, type REMOVE'), 'REMOVE{Enter}')
    await waitFor(() => expect(dialog.isConnected).toBe(false))
    expect(sso.restore.removals.at(-1)).toEqual({ name: kept.name, mayLose: 20 })
  })

  it('says why the copy could not be removed', async () => {
    const { inside, sso, user } = await openDialog('Remove…', 'Remove Replaced Store')
    sso.restore.removalRefusal = { code: 'ReplacedStoreMissing', details: { name: kept.name } }
    await user.click(inside.getByRole('button', { name: 'Remove' }))
    expect((await inside.findByRole('alert')).textContent).toContain('no replaced secret store named')
  })
})

describe('a master secret that awaits its restore', () => {
  it('says who held it and offers Restore Secret', async () => {
    const msid = kept.currentMsid ?? ''
    const details = { msid, previousServer: 'hisserver01', server: 'hisserver02' }
    const error = { code: 'MasterSecretAwaitsRestore', details } as const
    const { user } = await openSystem((sso) => {
      const masterSecret = { state: 'awaiting-restore', msid, previousServer: 'hisserver01', error } as const
      sso.overview = anOverview({ masterSecret })
    })
    const section = within(screen.getByRole('region', { name: 'Master secret' }))
    section.getByText(/in place of hisserver01, but does not hold the master secret aaaabbbb/)
    await user.click(section.getByRole('button', { name: 'Restore Secret…' }))
    await screen.findByRole('dialog', { name: 'Restore Secret' })
  })
})
