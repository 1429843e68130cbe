import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accessibilityViolations, noViolations } from './support/axe.ts'
import { type RunningConsole, startConsole } from './support/console-app.ts'
import { hasFocus, tabTo } from './support/keyboard.ts'
import { chooseMenuItem, menuLabels } from './support/menu-bar.ts'
import { changeDatabase, readEventTable } from './support/stored.ts'

let running: RunningConsole
beforeAll(async () => {
  running = await startConsole()
})
afterAll(() => running.close())

const dialog = (name = 'System Properties') => running.window.getByRole('dialog', { name, exact: true })
const tab = (name: string) => dialog().getByRole('tab', { name })

async function openByKey(): Promise<void> {
  await running.window.getByRole('treeitem', { name: 'System', exact: true }).focus()
  await running.window.keyboard.press('Alt+Enter')
  await dialog().getByRole('tablist').waitFor()
}

describe('System Properties', () => {
  it('opens from the Action menu, which names its key', async () => {
    expect(await menuLabels(running.app, 'Action')).toContain('Properties')
    const accelerator = await running.app.evaluate(
      ({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('properties')?.accelerator,
    )
    expect(accelerator).toBe('Alt+Enter')
    await chooseMenuItem(running.app, 'Action', 'Properties')
    await dialog().getByRole('tablist').waitFor()
    await running.window.keyboard.press('Escape')
    await dialog().waitFor({ state: 'detached' })
  })

  it('is accessible in all of its tabs', async () => {
    await openByKey()
    for (const name of ['General', 'Accounts', 'Options', 'Audits']) {
      await tab(name).click()
      expect(await accessibilityViolations(running.window)).toEqual(noViolations)
    }
    await running.window.keyboard.press('Escape')
    await dialog().waitFor({ state: 'detached' })
  })

  it('changes settings in several tabs when only the keyboard is used', async () => {
    const { window } = running
    await openByKey()
    await expect.poll(() => hasFocus(tab('General'))).toBe(true)
    const timeout = dialog().getByLabel('Ticket timeout (minutes)')
    await tabTo(window, timeout)
    await window.keyboard.press('ControlOrMeta+A')
    await window.keyboard.type('0')
    await tabTo(window, tab('General'))
    await window.keyboard.press('ArrowRight')
    await window.keyboard.press('ArrowRight')
    await tabTo(window, dialog().getByLabel('Allow tickets'))
    await window.keyboard.press('Space')
    await window.keyboard.press('Enter')
    await dialog().getByText('cannot be 0').waitFor()
    await expect.poll(() => hasFocus(timeout)).toBe(true)
    expect(await accessibilityViolations(window)).toEqual(noViolations)
    await window.keyboard.press('ControlOrMeta+A')
    await window.keyboard.type('30')
    await window.keyboard.press('Enter')
    await dialog().waitFor({ state: 'detached' })
    await openByKey()
    expect(await timeout.inputValue()).toBe('30')
    await tab('Options').click()
    expect(await dialog().getByLabel('Allow tickets').isChecked()).toBe(true)
    await window.keyboard.press('Escape')
    await dialog().waitFor({ state: 'detached' })
  })

  it('disables and enables SSO after asking when only the keyboard is used', async () => {
    const { window } = running
    await openByKey()
    await tabTo(window, tab('General'))
    await window.keyboard.press('ArrowRight')
    for (const verb of ['Disable SSO', 'Enable SSO']) {
      await tabTo(window, dialog().getByRole('button', { name: `${verb}…` }))
      await window.keyboard.press('Enter')
      const question = dialog(verb)
      await question.waitFor()
      expect(await accessibilityViolations(window)).toEqual(noViolations)
      await tabTo(window, question.getByRole('button', { name: verb }))
      await window.keyboard.press('Enter')
      await tab('Accounts').waitFor()
    }
    await window.keyboard.press('Escape')
    await dialog().waitFor({ state: 'detached' })
    const ids = readEventTable(running.dataDirectory).map(({ eventId }) => eventId)
    expect(ids).toEqual(expect.arrayContaining([10582, 10583]))
  })

  it('moves the master secret server when only the keyboard is used, after which it is read-only here', async () => {
    const { window } = running
    changeDatabase(
      running.dataDirectory,
      `INSERT INTO server (name, joined_at) VALUES ('sso77', '2026-01-01T00:00:00.000Z')`,
    )
    await openByKey()
    const change = dialog().getByRole('button', { name: 'Change… master secret server' })
    await tabTo(window, change)
    await window.keyboard.press('Enter')
    const move = dialog('Change Master Secret Server')
    const radio = move.getByRole('radio', { name: 'sso77' })
    await radio.waitFor()
    await tabTo(window, radio)
    await window.keyboard.press('Space')
    expect(await accessibilityViolations(window)).toEqual(noViolations)
    await tabTo(window, move.getByRole('button', { name: 'Next' }))
    await window.keyboard.press('Enter')
    const confirm = move.getByRole('button', { name: 'Change', exact: true })
    await confirm.waitFor()
    expect(await accessibilityViolations(window)).toEqual(noViolations)
    await tabTo(window, confirm)
    await window.keyboard.press('Enter')
    await move.getByText('sso77 is the master secret server').waitFor()
    expect(await accessibilityViolations(window)).toEqual(noViolations)
    await window.keyboard.press('Enter')
    await dialog().getByText('is not the master secret server; sso77 is').waitFor()
    expect(await change.getAttribute('aria-disabled')).toBe('true')
    const moves = readEventTable(running.dataDirectory).filter(({ eventId }) => eventId === 10575)
    expect(moves).toMatchObject([{ data: { after: 'sso77' } }])
  })
})
