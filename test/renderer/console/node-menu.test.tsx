// @vitest-environment jsdom
import { fireEvent, screen, waitFor } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { openConsole, systemRead, treeItem } from '../support/open-console.tsx'

const items = () => screen.getAllByRole('menuitem').map((item) => item.textContent)

describe('node menu', () => {
  it('offers the actions of System when System is right-clicked', async () => {
    const { user } = await openConsole()
    await systemRead()
    await user.pointer({ keys: '[MouseRight]', target: treeItem('System') })
    await screen.findByRole('menu', { name: 'System' })
    expect(items()).toEqual([
      'Generate Secret…',
      'Backup Secret…',
      'Restore Secret…',
      'Verify Backup…',
      'Rehearse…',
      'Check Credentials…',
      'Key Protector…',
      'PropertiesAlt+Enter',
      'RefreshF5',
      'HelpF1',
    ])
  })

  it('selects the node when it opens by right click', async () => {
    const { user } = await openConsole()
    await user.pointer({ keys: '[MouseRight]', target: screen.getByText('Enterprise Single Sign-On') })
    await screen.findByRole('menu', { name: 'Enterprise Single Sign-On' })
    expect(treeItem('Enterprise Single Sign-On').getAttribute('aria-selected')).toBe('true')
    expect(items()).toEqual(['RefreshF5', 'HelpF1'])
  })

  it.each(['{Shift>}{F10}{/Shift}', '{ContextMenu}'])(
    'opens on the focused node when %s is pressed',
    async (keys) => {
      const { user } = await openConsole()
      await systemRead()
      await user.keyboard(keys)
      expect(await screen.findByRole('menu', { name: 'System' })).toBeTruthy()
    },
  )

  it('does not let the browser open its own menu when it opens', async () => {
    await openConsole()
    expect(fireEvent.contextMenu(treeItem('System'), { button: 2 })).toBe(false)
  })

  it('has the focus on its first action and moves with arrows, Home and End when it is open', async () => {
    const { user } = await openConsole()
    await systemRead()
    await user.keyboard('{ContextMenu}')
    const entries = await screen.findAllByRole('menuitem')
    const [generate, backup] = entries
    const help = entries.at(-1)
    await waitFor(() => expect(document.activeElement).toBe(generate))
    await user.keyboard('{ArrowDown}')
    expect(document.activeElement).toBe(backup)
    await user.keyboard('{End}')
    expect(document.activeElement).toBe(help)
    await user.keyboard('{ArrowDown}')
    expect(document.activeElement).toBe(generate)
    await user.keyboard('{ArrowUp}')
    expect(document.activeElement).toBe(help)
  })

  it('gives the focus back to its node when Escape closes it', async () => {
    const { user } = await openConsole()
    await systemRead()
    await user.keyboard('{ContextMenu}')
    await screen.findByRole('menu')
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('menu')).toBeNull())
    expect(document.activeElement).toBe(treeItem('System'))
  })

  it('runs an action once when Enter is pressed on it', async () => {
    const { sso, user } = await openConsole()
    await systemRead()
    const before = sso.describeCalls
    await user.keyboard('{ContextMenu}')
    await screen.findByRole('menu')
    await user.keyboard('{End}{ArrowUp}{Enter}')
    await waitFor(() => expect(screen.queryByRole('menu')).toBeNull())
    expect(sso.describeCalls).toBe(before + 1)
  })

  it('keeps a disabled action focusable with its reason when the system has not been read', async () => {
    const { user } = await openConsole((sso) => {
      sso.describe = () => new Promise(() => {})
    })
    await user.keyboard('{ContextMenu}')
    const [generate] = await screen.findAllByRole('menuitem')
    await waitFor(() => expect(document.activeElement).toBe(generate))
    expect(generate?.getAttribute('aria-disabled')).toBe('true')
    expect(generate?.textContent).toContain('The SSO system has not been read yet.')
    await user.keyboard('{Enter}')
    expect(screen.queryByRole('dialog')).toBeNull()
  })
})
