import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accessibilityViolations, noViolations } from './support/axe.ts'
import { type RunningConsole, startConsole } from './support/console-app.ts'
import { generateSecretDialog, treeItem } from './support/console-parts.ts'
import { generate, type ShownResult } from './support/generate.ts'
import { tabTo } from './support/keyboard.ts'
import { changeDatabase } from './support/stored.ts'

describe('the Event Log node', () => {
  let running: RunningConsole
  let generated: ShownResult
  beforeAll(async () => {
    running = await startConsole()
    generated = await generate(running, join(running.folder, 'first.bak'))
    await generateSecretDialog(running.window).close.click()
  }, 120_000)
  afterAll(() => running.close())

  const rows = () => running.window.getByRole('grid', { name: 'Events' }).locator('tbody tr')
  const details = () => running.window.getByRole('region', { name: 'Event details' })
  const dialog = () => running.window.getByRole('dialog', { name: 'Verify Log' })

  it('finds what was done by the tracking id that was shown for it, by keyboard alone', async () => {
    const { window } = running
    await treeItem(window, 'System').press('ArrowDown')
    await window.keyboard.press('ArrowDown')
    await window.keyboard.press('Enter')
    await rows().first().waitFor()
    const field = window.getByRole('textbox', { name: 'Tracking id' })
    await tabTo(window, field)
    await window.keyboard.insertText(`tracking id ${generated.trackingId}`)
    await window.keyboard.press('Enter')
    await expect.poll(() => rows().count()).toBe(1)
    expect(await rows().first().innerText()).toContain('A master secret was generated')
    // Level, Find, the row.
    for (let tab = 0; tab < 3; tab += 1) await window.keyboard.press('Tab')
    await details().getByText(generated.msid).waitFor()
    expect(await accessibilityViolations(window)).toEqual(noViolations)
    await tabTo(window, field)
    await window.keyboard.press('Control+A')
    await window.keyboard.press('Delete')
    await window.keyboard.press('Enter')
    await expect.poll(() => rows().count()).toBeGreaterThan(1)
  })

  it('verifies the log, then names the event that was changed', async () => {
    const { dataDirectory, window } = running
    const verify = async () => {
      await treeItem(window, 'Event Log').press('Shift+F10')
      await window.getByRole('menuitem', { name: 'Verify Log…' }).press('Enter')
      await dialog().waitFor()
      const start = dialog().getByRole('button', { name: 'Verify' })
      await expect.poll(() => start.evaluate((button) => button.matches(':focus'))).toBe(true)
      await window.keyboard.press('Enter')
    }
    await verify()
    await dialog()
      .getByRole('heading', { name: /^\d+ events, all as they were recorded$/ })
      .waitFor()
    expect(await accessibilityViolations(window)).toEqual(noViolations)
    await window.keyboard.press('Escape')
    await dialog().waitFor({ state: 'detached' })
    await rows().filter({ hasText: 'The event log was verified' }).first().waitFor()
    changeDatabase(dataDirectory, `UPDATE event SET account = 'mallory' WHERE id = 2`)
    await verify()
    await dialog().getByText('Event number 2', { exact: true }).waitFor()
    await dialog().getByText('the event was changed', { exact: true }).waitFor()
    await window.keyboard.press('Enter')
    await dialog().waitFor({ state: 'detached' })
  })
})
