// @vitest-environment jsdom
import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { aServer } from '../support/administration-double.ts'
import { type ConsoleDouble, openConsole, systemRead, treeItem } from '../support/open-console.tsx'
import { allAllowed, anOverview, type SsoDouble } from '../support/sso-double.ts'

async function openServers(prepare?: (sso: SsoDouble) => void): Promise<ConsoleDouble> {
  const opened = await openConsole(prepare)
  await systemRead()
  await opened.user.click(within(treeItem('Servers')).getByText('Servers'))
  return opened
}

const shownRows = async (): Promise<string[][]> => {
  const grid = await screen.findByRole('grid', { name: 'Servers' })
  return within(grid)
    .getAllByRole('row')
    .slice(1)
    .map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent ?? ''))
}
const row = async (name: string) => {
  const grid = await screen.findByRole('grid', { name: 'Servers' })
  const found = within(grid)
    .getAllByRole('row')
    .find((candidate) => candidate.textContent?.startsWith(name))
  if (found === undefined) throw new Error(`no row ${name}`)
  return found
}

describe('Servers', () => {
  it('shows role, last seen, version and secrets held of each server', async () => {
    await openServers((sso) => {
      const seen = new Date(Date.now() - 3 * 86_400_000).toISOString()
      sso.administration.servers = sso.administration.servers.map((server) =>
        server.lastSeenAt === null ? server : { ...server, lastSeenAt: seen },
      )
    })
    expect((await shownRows()).map((cells) => cells.slice(0, 5))).toEqual([
      ['hisserver01 This computer', 'SSO server', 'Now', '0.4.0', 'None'],
      ['hisserver02', 'Master secret server', '3 days ago', '0.3.0', 'Current (3F2B), previous (91C5)'],
      ['hisserver03', 'SSO server', 'Never', 'Not known', 'Not known'],
    ])
  })

  it('calls a secret that the system uses no more outdated', async () => {
    await openServers((sso) => {
      const [, master] = sso.administration.servers
      const stale = aServer('old', { msids: ['aaaabbbb-7c1d-4e0a-9b6f-2d5a8c7e1f30'] })
      sso.administration.servers = [...(master === undefined ? [] : [master]), stale]
    })
    expect((await shownRows())[1]?.[4]).toBe('Outdated (AAAA)')
  })

  it('moves through the rows with the arrow keys, Home and End', async () => {
    const { user } = await openServers()
    ;(await row('hisserver01')).focus()
    await user.keyboard('{ArrowDown}')
    expect(document.activeElement).toBe(await row('hisserver02'))
    await user.keyboard('{End}')
    expect(document.activeElement).toBe(await row('hisserver03'))
    await user.keyboard('{Home}')
    expect(document.activeElement).toBe(await row('hisserver01'))
  })

  it('is one tab stop, the row that had the focus last', async () => {
    const { user } = await openServers()
    ;(await row('hisserver01')).focus()
    await user.keyboard('{ArrowDown}')
    const stops = (await screen.findAllByRole('row')).filter(({ tabIndex }) => tabIndex === 0)
    expect(stops).toEqual([await row('hisserver02')])
  })

  it('reads the list again when F5 is pressed', async () => {
    const { sso, user } = await openServers()
    await row('hisserver01')
    sso.administration.servers = [aServer('newcomer')]
    await user.keyboard('{F5}')
    await waitFor(async () => expect((await shownRows()).map(([name]) => name)).toEqual(['newcomer']))
  })

  it('offers to add a server when none has joined', async () => {
    const { user } = await openServers((sso) => {
      sso.administration.servers = []
    })
    const main = screen.getByRole('main')
    await within(main).findByText(/No server has joined/)
    await user.click(within(main).getByRole('button', { name: 'Add Server…' }))
    await screen.findByRole('dialog', { name: 'Add Server' })
  })

  it('says why the list cannot be read, and tries again', async () => {
    const { sso, user } = await openServers(({ administration }) => {
      administration.refusals.set('servers.list', {
        code: 'AccessDeniedNotAffiliateAdministrator',
        details: { account: 'user anna', accepted: 'group wheel' },
      })
    })
    await screen.findByText(/user anna is neither an SSO Administrator/)
    sso.administration.refusals.clear()
    await user.click(screen.getByRole('button', { name: 'Try again' }))
    await row('hisserver01')
  })

  it('removes a server by Delete after it was confirmed, and moves the focus to the next row', async () => {
    const { sso, user } = await openServers()
    ;(await row('hisserver01')).focus()
    await user.keyboard('{Delete}')
    const dialog = await screen.findByRole('dialog', { name: 'Remove Server' })
    expect(sso.administration.requestsTo('servers.leave')).toEqual([])
    await user.click(within(dialog).getByRole('button', { name: 'Remove' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(sso.administration.requestsTo('servers.leave')).toEqual([{ name: 'hisserver01' }])
    await waitFor(async () =>
      expect((await shownRows()).map(([name]) => name)).toEqual(['hisserver02', 'hisserver03']),
    )
    await waitFor(async () => expect(document.activeElement).toBe(await row('hisserver02')))
  })

  it('keeps its question to itself when Help is asked for meanwhile', async () => {
    const { user } = await openServers()
    // Once before, so that Help is loaded and would be there at once.
    await user.keyboard('{F1}')
    await screen.findByRole('dialog', { name: 'SSO Administration Help' })
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    ;(await row('hisserver03')).focus()
    await user.keyboard('{Delete}')
    const dialog = await screen.findByRole('dialog', { name: 'Remove Server' })
    await user.keyboard('{F1}')
    expect(screen.getAllByRole('dialog', { hidden: true })).toEqual([dialog])
  })

  it('removes nothing when the question is cancelled by Enter or Escape', async () => {
    const { sso, user } = await openServers()
    for (const key of ['{Enter}', '{Escape}']) {
      ;(await row('hisserver03')).focus()
      await user.keyboard('{Delete}')
      const dialog = await screen.findByRole('dialog', { name: 'Remove Server' })
      await waitFor(() =>
        expect(document.activeElement).toBe(within(dialog).getByRole('button', { name: 'Cancel' })),
      )
      await user.keyboard(key)
      await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    }
    expect(sso.administration.requestsTo('servers.leave')).toEqual([])
  })

  it('says why a removal was refused and leaves the question open', async () => {
    const { user } = await openServers(({ administration }) => {
      administration.refusals.set('servers.leave', {
        code: 'ServerMissing',
        details: { server: 'hisserver03', known: 'hisserver01' },
        trackingId: 'track-1',
      })
    })
    ;(await row('hisserver03')).focus()
    await user.keyboard('{Delete}')
    const dialog = await screen.findByRole('dialog', { name: 'Remove Server' })
    await user.click(within(dialog).getByRole('button', { name: 'Remove' }))
    await within(dialog).findByText(/tracking id track-1/)
  })

  it('says at Delete why the master secret server cannot be removed, and offers no removal', async () => {
    const { user } = await openServers()
    ;(await row('hisserver02')).focus()
    await user.keyboard('{Delete}')
    const dialog = await screen.findByRole('dialog', { name: 'Remove Server' })
    expect(dialog.textContent).toContain('is the master secret server and cannot leave')
    expect(within(dialog).queryByRole('button', { name: 'Remove' })).toBeNull()
  })

  it.each(['{Shift>}{F10}{/Shift}', '{ContextMenu}'])('opens the menu of a row by %s', async (keys) => {
    const { user } = await openServers()
    ;(await row('hisserver03')).focus()
    await user.keyboard(keys)
    const menu = await screen.findByRole('menu', { name: 'hisserver03' })
    await user.click(within(menu).getByRole('menuitem', { name: /Remove Server…/ }))
    await screen.findByRole('dialog', { name: 'Remove Server' })
  })

  it('opens the menu by right click, and gives the row the focus back when it is closed', async () => {
    const { user } = await openServers()
    await user.pointer({ keys: '[MouseRight]', target: await row('hisserver03') })
    await screen.findByRole('menu', { name: 'hisserver03' })
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('menu')).toBeNull())
    expect(document.activeElement).toBe(await row('hisserver03'))
  })

  it('says in the menu why nobody but an SSO Administrator removes a server', async () => {
    const error = {
      code: 'AccessDeniedNotSsoAdministrator',
      details: { account: 'user anna', accepted: 'group sudo' },
    } as const
    const { user } = await openServers((sso) => {
      sso.overview = anOverview({ permissions: { ...allAllowed, administer: { allowed: false, error } } })
    })
    await user.pointer({ keys: '[MouseRight]', target: await row('hisserver03') })
    const item = await screen.findByRole('menuitem', { name: /Remove Server…/ })
    expect(item.getAttribute('aria-disabled')).toBe('true')
    expect(item.textContent).toContain('user anna is not an SSO Administrator.')
  })
})
