import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accessibilityViolations, noViolations } from './support/axe.ts'
import { type RunningConsole, startConsole } from './support/console-app.ts'
import { goToServers, hasFocus, tabTo } from './support/keyboard.ts'
import { chooseMenuItem } from './support/menu-bar.ts'
import { readEventTable } from './support/stored.ts'

let running: RunningConsole
beforeAll(async () => {
  running = await startConsole()
})
afterAll(() => running.close())

const row = (name: string) => running.window.getByRole('row').filter({ hasText: name })
const dialog = (name: string) => running.window.getByRole('dialog', { name, exact: true })

describe('Servers', () => {
  it('shows this computer, as the master secret server, when the node is selected', async () => {
    await goToServers(running.window)
    expect(await row('This computer').innerText()).toContain('Master secret server')
    expect(await accessibilityViolations(running.window)).toEqual(noViolations)
  })

  it('adds a server and removes it again when only the keyboard is used', async () => {
    const { window } = running
    await goToServers(window)
    await tabTo(window, window.getByRole('complementary').getByRole('button', { name: 'Add Server…' }))
    await window.keyboard.press('Enter')
    const name = dialog('Add Server').getByLabel('Server name')
    await name.waitFor()
    expect(await hasFocus(name)).toBe(true)
    expect(await accessibilityViolations(window)).toEqual(noViolations)
    await window.keyboard.type('not a name')
    await window.keyboard.press('Enter')
    await dialog('Add Server').getByText('ServerNameInvalid').waitFor()
    await expect.poll(() => hasFocus(name)).toBe(true)
    await window.keyboard.press('ControlOrMeta+A')
    await window.keyboard.type('SSO77')
    await window.keyboard.press('Enter')
    await row('sso77').waitFor()
    expect(await row('sso77').innerText()).toContain('Never')

    await tabTo(window, window.getByRole('row').nth(1))
    while (!(await hasFocus(row('sso77')))) await window.keyboard.press('ArrowDown')
    await window.keyboard.press('Shift+F10')
    await window.getByRole('menuitem', { name: /Remove Server…/ }).waitFor()
    expect(await accessibilityViolations(window)).toEqual(noViolations)
    await window.keyboard.press('Enter')
    const remove = dialog('Remove Server').getByRole('button', { name: 'Remove' })
    await remove.waitFor()
    expect(await accessibilityViolations(window)).toEqual(noViolations)
    await tabTo(window, remove)
    await window.keyboard.press('Enter')
    await dialog('Remove Server').waitFor({ state: 'detached' })
    await row('sso77').waitFor({ state: 'detached' })
    await expect.poll(() => hasFocus(row('This computer'))).toBe(true)
    const operations = readEventTable(running.dataDirectory).map(({ data }) => data.server)
    expect(operations.filter((server) => server === 'sso77')).toHaveLength(2)
  })

  it('does not remove the master secret server, and says why, when Delete is pressed', async () => {
    const { window } = running
    await tabTo(window, row('This computer'))
    await window.keyboard.press('Delete')
    await dialog('Remove Server').getByText('cannot leave the SSO system').waitFor()
    await window.keyboard.press('Escape')
    await dialog('Remove Server').waitFor({ state: 'detached' })
  })

  it('opens Add Server… from the Action menu', async () => {
    await chooseMenuItem(running.app, 'Action', 'Add Server…')
    await dialog('Add Server').waitFor()
    await running.window.keyboard.press('Escape')
    await dialog('Add Server').waitFor({ state: 'detached' })
  })
})
