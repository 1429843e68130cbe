// @vitest-environment jsdom
import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { openConsole, systemRead, treeItem } from '../support/open-console.tsx'
import type { SsoDouble } from '../support/sso-double.ts'

async function openAddServer(prepare?: (sso: SsoDouble) => void) {
  const opened = await openConsole(prepare)
  await systemRead()
  await opened.user.click(within(treeItem('Servers')).getByText('Servers'))
  const actions = screen.getByRole('complementary', { name: 'Actions' })
  await opened.user.click(await within(actions).findByRole('button', { name: 'Add Server…' }))
  const dialog = await screen.findByRole('dialog', { name: 'Add Server' })
  return { ...opened, dialog, name: within(dialog).getByLabelText('Server name') }
}

describe('Add Server', () => {
  it('has the focus in the name, and says which name is meant', async () => {
    const { dialog, name } = await openAddServer()
    await waitFor(() => expect(document.activeElement).toBe(name))
    expect(dialog.textContent).toContain('not the name of the cluster')
  })

  it('adds the server, closes and shows it when Enter is pressed', async () => {
    const { sso, user } = await openAddServer()
    await user.keyboard('SSO04{Enter}')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(sso.administration.requestsTo('servers.join')).toEqual([{ name: 'SSO04' }])
    const grid = await screen.findByRole('grid', { name: 'Servers' })
    await within(grid).findByText('SSO04')
  })

  it.each(['ServerNameInvalid', 'ServerExists'] as const)(
    'puts a refusal of the name (%s) at the field, which gets the focus',
    async (code) => {
      const { dialog, name, user } = await openAddServer(({ administration }) => {
        administration.refusals.set('servers.join', { code, details: { server: 'x', reason: 'it is bad' } })
      })
      await user.keyboard('x{Enter}')
      await waitFor(() => expect(name.getAttribute('aria-invalid')).toBe('true'))
      expect(dialog.textContent).toContain(`Code ${code}`)
      await waitFor(() => expect(document.activeElement).toBe(name))
      expect((name as HTMLInputElement).value).toBe('x')
    },
  )

  it('takes a refusal of the name away when the name is another', async () => {
    const { dialog, name, user } = await openAddServer(({ administration }) => {
      administration.refusals.set('servers.join', { code: 'ServerExists', details: { server: 'x' } })
    })
    await user.keyboard('x{Enter}')
    await waitFor(() => expect(name.getAttribute('aria-invalid')).toBe('true'))
    await user.type(name, 'y')
    expect(name.getAttribute('aria-invalid')).not.toBe('true')
    expect(dialog.textContent).not.toContain('Code ServerExists')
  })

  it('says at the top what no other name would mend', async () => {
    const { dialog, name, user } = await openAddServer(({ administration }) => {
      administration.refusals.set('servers.join', {
        code: 'DatabaseBusy',
        details: {},
        trackingId: 'track-2',
      })
    })
    await user.keyboard('x{Enter}')
    await within(dialog).findByText(/tracking id track-2/)
    expect(name.getAttribute('aria-invalid')).not.toBe('true')
  })

  it('cannot be left while the server is being added', async () => {
    let go: (value?: unknown) => void = () => {}
    const { dialog, sso, user } = await openAddServer()
    sso.administration.pause = new Promise((resolve) => {
      go = resolve
    })
    await user.keyboard('x{Enter}')
    await waitFor(() => expect(sso.administration.requestsTo('servers.join')).toHaveLength(1))
    await user.keyboard('{Escape}')
    expect(dialog.isConnected).toBe(true)
    expect(screen.getByRole('contentinfo', { hidden: true }).textContent).toContain('Adding a server…')
    go()
    await waitFor(() => expect(dialog.isConnected).toBe(false))
  })

  it('adds nothing when it is left by Escape', async () => {
    const { sso, user } = await openAddServer()
    await user.keyboard('x{Escape}')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(sso.administration.requestsTo('servers.join')).toEqual([])
  })
})
