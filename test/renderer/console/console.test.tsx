// @vitest-environment jsdom
import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { fromOutside, openConsole, renderConsole, systemRead, treeItem } from '../support/open-console.tsx'
import { currentSecret } from '../support/sso-double.ts'

const never = () => new Promise<never>(() => {})
const actionsPane = () => screen.getByRole('complementary', { name: 'Actions' })

describe('console', () => {
  it('commits the tree at once, opened at System, when nothing else has been loaded or answered', () => {
    renderConsole((sso) => {
      sso.describe = never
    })
    expect(screen.getByRole('tree', { name: 'Console tree' })).toBeTruthy()
    expect(treeItem('Enterprise Single Sign-On').getAttribute('aria-expanded')).toBe('true')
    expect(treeItem('System').getAttribute('aria-selected')).toBe('true')
  })

  it('asks for nothing when the tree is not painted yet', () => {
    const { sso } = renderConsole()
    expect([sso.describeCalls, sso.selected]).toEqual([0, []])
  })

  it('gives the tree the focus when it opens', async () => {
    await openConsole()
    await waitFor(() => expect(document.activeElement).toBe(treeItem('System')))
  })

  it('tells the main process the selected node when it starts and when the selection moves', async () => {
    const { sso, user } = await openConsole()
    await user.keyboard('{ArrowUp}')
    expect(sso.selected).toEqual(['system', 'enterprise-single-sign-on'])
  })

  it('selects with arrows, Home and End when the tree has the focus', async () => {
    const { user } = await openConsole()
    await systemRead()
    await user.keyboard('{Home}')
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Enterprise Single Sign-On')
    await user.keyboard('{End}')
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Event Log')
    await user.keyboard('{ArrowLeft}')
    expect(document.activeElement).toBe(treeItem('Enterprise Single Sign-On'))
  })

  it('closes and opens a node when left, right or Enter is pressed on it', async () => {
    const { user } = await openConsole()
    await user.keyboard('{Home}{ArrowLeft}')
    expect(screen.getAllByRole('treeitem')).toHaveLength(1)
    await user.keyboard('{ArrowRight}')
    expect(screen.getAllByRole('treeitem')).toHaveLength(4)
    await user.keyboard('{Enter}')
    expect(screen.getAllByRole('treeitem')).toHaveLength(1)
  })

  it('selects a node and leaves it open when it is clicked once', async () => {
    const { user } = await openConsole()
    await user.click(screen.getAllByText('Enterprise Single Sign-On')[0] as HTMLElement)
    expect(treeItem('Enterprise Single Sign-On').getAttribute('aria-selected')).toBe('true')
    expect(screen.getAllByRole('treeitem')).toHaveLength(4)
  })

  it('lists the children of the root and opens one when it is double-clicked', async () => {
    const { user } = await openConsole()
    await systemRead()
    await user.keyboard('{Home}')
    const row = within(screen.getByRole('grid', { name: 'Enterprise Single Sign-On' })).getAllByRole('row')[1]
    expect(row?.textContent).toContain('System')
    await user.dblClick(row as HTMLElement)
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('System')
  })

  it('opens a child of the root when Enter is pressed on its line', async () => {
    const { user } = await openConsole()
    await systemRead()
    await user.keyboard('{Home}')
    screen.getAllByRole('row')[1]?.focus()
    await user.keyboard('{Enter}')
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('System')
  })

  it('shows server, account and state in the status bar when the system has been read', async () => {
    await openConsole()
    await systemRead()
    const parts = [...screen.getByRole('contentinfo').children].map(({ textContent }) => textContent)
    expect(parts).toEqual(
      expect.arrayContaining(['SSO server: hisserver01', 'Account: user anna', 'No master secret yet']),
    )
  })

  it('reads the system again when F5 is pressed', async () => {
    const { sso, user } = await openConsole()
    await systemRead()
    sso.overview = { ...sso.overview, masterSecret: currentSecret }
    await user.keyboard('{F5}')
    expect(await screen.findByText('MSID (current)')).toBeTruthy()
  })

  it('reads the system again when told that it changed', async () => {
    const { sso } = await openConsole()
    await systemRead()
    sso.overview = { ...sso.overview, ssoServer: 'renamed' }
    await fromOutside(() => sso.notify('system.changed', { node: 'system' }))
    // In the view and in the status bar.
    expect(await screen.findAllByText('renamed')).toHaveLength(2)
  })

  it('shows the last of two overlapping reads when the first answers last', async () => {
    const { sso, user } = await openConsole()
    await systemRead()
    const late = sso.overview
    let answerEarly: () => void = () => {}
    sso.describe = () =>
      new Promise((resolve) => {
        answerEarly = () => resolve({ ok: true, value: { ...late, ssoServer: 'outdated' } })
      })
    await user.keyboard('{F5}')
    sso.describe = async () => ({ ok: true, value: { ...late, ssoServer: 'newest' } })
    await user.keyboard('{F5}')
    await screen.findAllByText('newest')
    await fromOutside(() => answerEarly())
    expect(screen.queryByText('outdated')).toBeNull()
  })

  it('hides and shows the actions pane when its switch is pressed', async () => {
    const { user } = await openConsole()
    const toggle = screen.getByRole('button', { name: 'Actions pane' })
    expect(toggle.getAttribute('aria-pressed')).toBe('true')
    await user.click(toggle)
    expect(screen.queryByRole('complementary')).toBeNull()
    await user.click(toggle)
    expect(actionsPane()).toBeTruthy()
  })

  it('names a tool, which has but a picture, in a tooltip until it is pressed', async () => {
    const { user } = await openConsole()
    await systemRead()
    const tool = within(screen.getByRole('toolbar')).getByRole('button', { name: 'Backup Secret…' })
    expect(tool.textContent).toBe('')
    await user.hover(tool)
    expect((await screen.findByRole('tooltip')).textContent).toBe('Backup Secret…')
    await user.click(tool)
    await screen.findByRole('dialog', { name: 'Backup Secret' })
    expect(screen.queryByRole('tooltip', { hidden: true })).toBeNull()
  })

  it('does not lay the tooltip of a tool over the dialog when it is pressed at once', async () => {
    const { user } = await openConsole()
    await systemRead()
    await user.click(within(screen.getByRole('toolbar')).getByRole('button', { name: 'Backup Secret…' }))
    await screen.findByRole('dialog', { name: 'Backup Secret' })
    await new Promise((resolve) => setTimeout(resolve, 400))
    expect(screen.queryByRole('tooltip', { hidden: true })).toBeNull()
  })

  it('toggles the actions pane when the native menu asks for it', async () => {
    const { sso } = await openConsole()
    await fromOutside(() => sso.notify('console.action', { action: 'toggle-actions-pane' }))
    expect(screen.queryByRole('complementary')).toBeNull()
  })

  it.each(['toolbar', 'actions pane'])('opens Generate Secret when chosen in the %s', async (place) => {
    const { user } = await openConsole()
    await systemRead()
    const around = place === 'toolbar' ? screen.getByRole('toolbar') : actionsPane()
    await user.click(within(around).getByRole('button', { name: 'Generate Secret…' }))
    expect(await screen.findByRole('dialog', { name: 'Generate Secret' })).toBeTruthy()
  })

  it('opens Generate Secret when the native menu asks for it', async () => {
    const { sso } = await openConsole()
    await systemRead()
    await fromOutside(() => sso.notify('console.action', { action: 'generate-secret' }))
    expect(await screen.findByRole('dialog', { name: 'Generate Secret' })).toBeTruthy()
  })

  it('takes part in the tab order once and moves inside with arrows when it is the toolbar', async () => {
    const { user } = await openConsole()
    await systemRead()
    const buttons = within(screen.getByRole('toolbar')).getAllByRole('button')
    const onlyFirst = buttons.map((_button, index) => (index === 0 ? 0 : -1))
    expect(buttons.map((button) => button.tabIndex)).toEqual(onlyFirst)
    buttons[0]?.focus()
    await user.keyboard('{ArrowRight}')
    expect(document.activeElement).toBe(buttons[1])
    await user.keyboard('{End}')
    expect(document.activeElement).toBe(buttons.at(-1))
    await user.keyboard('{ArrowRight}')
    expect(document.activeElement).toBe(buttons[0])
    expect(buttons.map((button) => button.tabIndex)).toEqual(onlyFirst)
  })

  it('widens and narrows the tree within bounds when the splitter is moved by keyboard', async () => {
    const { user } = await openConsole()
    const splitter = screen.getByRole('separator')
    const width = () => Number(splitter.getAttribute('aria-valuenow'))
    const before = width()
    splitter.focus()
    await user.keyboard('{ArrowRight}')
    expect(width()).toBe(before + 16)
    await user.keyboard('{Home}{ArrowLeft}')
    expect(String(width())).toBe(splitter.getAttribute('aria-valuemin'))
    await user.keyboard('{End}{ArrowRight}')
    expect(String(width())).toBe(splitter.getAttribute('aria-valuemax'))
  })

  it('marks the moment for the start-up benchmark when the tree has been painted', async () => {
    performance.clearMarks('tree-painted')
    renderConsole()
    expect(performance.getEntriesByName('tree-painted')).toEqual([])
    await waitFor(() => expect(performance.getEntriesByName('tree-painted')).toHaveLength(1))
  })
})

describe('console with Generate Secret not allowed', () => {
  const denied = () =>
    openConsole((sso) => {
      sso.overview = {
        ...sso.overview,
        permissions: {
          ...sso.overview.permissions,
          generateSecret: {
            allowed: false,
            error: {
              code: 'AccessDeniedNotSsoAdministrator',
              details: { account: 'user anna', accepted: 'group sudo' },
            },
          },
        },
      }
    })
  const reason = 'user anna is not an SSO Administrator.'

  it.each([
    ['toolbar', () => screen.getByRole('toolbar')],
    ['actions pane', actionsPane],
    ['result pane', () => screen.getByRole('main')],
  ])('keeps the action focusable and says why when shown in the %s', async (_place, around) => {
    const { user } = await denied()
    await systemRead()
    const button = within(around()).getByRole('button', { name: 'Generate Secret…', description: reason })
    expect(button.getAttribute('aria-disabled')).toBe('true')
    button.focus()
    expect(document.activeElement).toBe(button)
    await user.click(button)
    expect(screen.queryByRole('dialog')).toBeNull()
  })

  it('shows the reason in a tooltip when the tool has the pointer', async () => {
    const { user } = await denied()
    await systemRead()
    await user.hover(within(screen.getByRole('toolbar')).getByRole('button', { name: 'Generate Secret…' }))
    expect((await screen.findByRole('tooltip')).textContent).toBe(`Generate Secret…${reason}`)
  })

  it('gives the reason once in the actions pane when several actions share it', async () => {
    const { sso, user } = await denied()
    await systemRead()
    const { generateSecret } = sso.overview.permissions
    sso.overview = {
      ...sso.overview,
      permissions: { ...sso.overview.permissions, backupSecret: generateSecret },
    }
    await user.keyboard('{F5}')
    const pane = within(actionsPane())
    await pane.findByRole('button', { name: 'Backup Secret…', description: reason })
    expect(pane.getAllByText(reason).map((element) => element.hidden)).toEqual([false, true])
  })

  it('does not open the dialog when the native menu asks for it', async () => {
    const { sso } = await denied()
    await systemRead()
    await fromOutside(() => sso.notify('console.action', { action: 'generate-secret' }))
    expect(screen.queryByRole('dialog')).toBeNull()
  })
})
