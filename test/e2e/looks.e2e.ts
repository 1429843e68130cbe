import type { CDPSession } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningConsole, startConsole } from './support/console-app.ts'
import { treeItem } from './support/console-parts.ts'

/** Which element has the focus, by its name. */
const focused = (running: RunningConsole) =>
  running.window.evaluate(() => {
    const { activeElement } = document
    return activeElement === document.body
      ? 'the page'
      : (activeElement?.getAttribute('aria-label') ?? activeElement?.textContent ?? '')
  })

describe('a selected line in high contrast', () => {
  let running: RunningConsole
  beforeAll(async () => {
    running = await startConsole()
  }, 120_000)
  afterAll(() => running.close())

  it('stays selected under the pointer', async () => {
    const { window } = running
    await window.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' })
    const line = treeItem(window, 'System').locator('.fui-TreeItemLayout').first()
    await line.click()
    const colours = () =>
      line.evaluate((element) => {
        const { backgroundColor, color } = getComputedStyle(element)
        return { backgroundColor, color }
      })
    await window.mouse.move(700, 500)
    const away = await colours()
    await line.hover()
    expect(await colours()).toEqual(away)
    await window.mouse.down()
    expect(await colours()).toEqual(away)
    await window.mouse.up()
    await treeItem(window, 'Event Log').click()
    const row = window.getByRole('grid', { name: 'Events' }).getByRole('row').nth(1)
    await row.click()
    const outlined = () => row.evaluate((element) => getComputedStyle(element).outlineStyle)
    await row.hover()
    expect(await outlined()).toBe('solid')
    await window.emulateMedia({ forcedColors: 'none', reducedMotion: 'reduce' })
  })
})

describe('the focus in the window', () => {
  let running: RunningConsole
  beforeAll(async () => {
    running = await startConsole()
  }, 120_000)
  afterAll(() => running.close())

  it('is on Cancel where there is no other server to choose, and Escape goes back', async () => {
    const { window } = running
    await treeItem(window, 'System').click()
    await window.keyboard.press('Alt+Enter')
    const dialog = window.getByRole('dialog', { name: 'System Properties' })
    await dialog.getByRole('button', { name: /Change… master/ }).click()
    await window.getByText('No other server has joined yet.').waitFor()
    await expect.poll(() => focused(running)).toBe('Cancel')
    await window.keyboard.press('Escape')
    await dialog.getByRole('tab', { name: 'General' }).waitFor()
    await window.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
  })

  it('goes to what is near when its element is disabled or removed by its own press', async () => {
    const { window } = running
    await window.evaluate(() => {
      const main = document.querySelector('main section')
      const bar = document.createElement('p')
      bar.innerHTML = '<button id="t1">First</button><button id="t2">Second</button>'
      main?.append(bar)
      for (const button of bar.querySelectorAll('button'))
        button.addEventListener('click', () =>
          button.replaceWith(
            Object.assign(document.createElement('button'), { textContent: `After ${button.textContent}` }),
          ),
        )
    })
    await window.locator('#t1').focus()
    await window.keyboard.press('Enter')
    await expect.poll(() => focused(running)).toBe('After First')
  })

  it('is never with the page, and no two words of a name are glued', async () => {
    const { window } = running
    const session = await window.context().newCDPSession(window)
    expect(await gluedNames(session)).toEqual([])
    for (const node of ['Servers', 'Event Log', 'Enterprise Single Sign-On']) {
      await treeItem(window, node).locator('.fui-TreeItemLayout').first().click()
      await window.getByRole('heading', { level: 1, name: node }).waitFor()
      expect(await gluedNames(session)).toEqual([])
      expect(await focused(running)).not.toBe('the page')
    }
    await treeItem(window, 'Servers').locator('.fui-TreeItemLayout').first().click()
    await window.getByRole('grid', { name: 'Servers' }).getByRole('row').nth(1).click({ button: 'right' })
    await window.getByRole('menuitem', { name: /Remove Server/ }).waitFor()
    expect(await gluedNames(session)).toEqual([])
    await window.keyboard.press('Escape')
    await treeItem(window, 'System').locator('.fui-TreeItemLayout').first().click({ button: 'right' })
    await window.getByRole('menuitem', { name: /Generate/ }).waitFor()
    expect(await gluedNames(session)).toEqual([])
    await window.keyboard.press('Escape')
    await window.keyboard.press('Alt+Enter')
    const dialog = window.getByRole('dialog', { name: 'System Properties' })
    await dialog.getByLabel(/Ticket timeout/).fill('x')
    await window.keyboard.press('Enter')
    await dialog.getByRole('tab', { name: 'General, has an error', exact: true }).waitFor()
    expect(await gluedNames(session)).toEqual([])
  })
})

/** Names that a screen reader would say with two words run into one. */
async function gluedNames(session: CDPSession): Promise<readonly string[]> {
  const { nodes } = await session.send('Accessibility.getFullAXTree')
  const names = nodes.flatMap(({ ignored, name, role }) =>
    ignored || role?.value === 'InlineTextBox' ? [] : [String(name?.value ?? '')],
  )
  return names.filter(
    (name) => !/[/]|^Code /.test(name) && /\p{Ll}\p{Lu}\p{Ll}|…\p{L}|[.:;,]\p{Lu}\p{Ll}/u.test(name),
  )
}
