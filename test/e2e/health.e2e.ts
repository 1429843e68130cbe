import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { locateDataDirectory } from '../../electron/core/files/data-directory.ts'
import { insertCredentials } from '../support/credential-rows.ts'
import { accessibilityViolations, noViolations } from './support/axe.ts'
import { type RunningConsole, startConsole } from './support/console-app.ts'
import { generateSecretDialog, treeItem } from './support/console-parts.ts'
import { generate } from './support/generate.ts'
import { changeDatabase } from './support/stored.ts'

const ROWS = 20_000

describe('the health on the System node', () => {
  let running: RunningConsole
  beforeAll(async () => {
    running = await startConsole()
  })
  afterAll(() => running.close())

  const health = () => running.window.getByRole('region', { name: 'Health' })
  const dialog = () => running.window.getByRole('dialog', { name: 'Check Credentials' })

  it('puts the missing master secret first, and opens the dialog that mends it', async () => {
    const { window } = running
    const first = health().getByRole('listitem').first()
    await first.getByText('Attention').waitFor()
    expect(await accessibilityViolations(window)).toEqual(noViolations)
    await first.getByRole('button', { name: 'Generate Secret…' }).press('Enter')
    await window.getByRole('dialog', { name: 'Generate Secret' }).waitFor()
    await window.keyboard.press('Escape')
    await window.getByRole('dialog').waitFor({ state: 'detached' })
  })

  it('is read anew when a secret was generated', async () => {
    await generate(running, join(running.folder, 'first.bak'))
    await generateSecretDialog(running.window).close.click()
    await health()
      .getByText(/^\d to look at, \d+ OK$/)
      .waitFor()
  })

  it('opens every credential, by keyboard alone, and lists the one that was damaged', async () => {
    const { dataDirectory, window } = running
    const ids = Array.from({ length: ROWS }, (_, at) => at + 1)
    await insertCredentials(locateDataDirectory(dataDirectory), ids)
    changeDatabase(
      dataDirectory,
      'UPDATE credential SET sealed = zeroblob(length(sealed)) WHERE mapping_id = 7',
    )
    await treeItem(window, 'System').press('Shift+F10')
    await window.getByRole('menuitem', { name: 'Check Credentials…' }).press('Enter')
    await dialog().waitFor()
    await expect.poll(() => focused(running)).toBe('Check')
    await window.keyboard.press('Enter')
    await dialog().getByRole('heading', { name: '19,999 of 20,000 credentials can be read' }).waitFor()
    await expect.poll(() => focused(running)).toBe('Close')
    expect(await dialog().getByRole('row').count()).toBe(2)
    expect(await accessibilityViolations(window)).toEqual(noViolations)
    await window.keyboard.press('Enter')
    await dialog().waitFor({ state: 'detached' })
    const line = health().getByRole('listitem').filter({ hasText: 'Unreadable credentials' })
    await line.getByText('Problem').waitFor()
  })

  it('checks the whole database by a button of its own', async () => {
    const { window } = running
    await treeItem(window, 'System').press('Shift+F10')
    await window.getByRole('menuitem', { name: 'Check Credentials…' }).press('Enter')
    await expect.poll(() => focused(running)).toBe('Check')
    await window.keyboard.press('Tab')
    await window.keyboard.press('Enter')
    await dialog()
      .getByText(/Every page of the database was checked/)
      .waitFor()
    await window.keyboard.press('Escape')
    await dialog().waitFor({ state: 'detached' })
  })
})

function focused({ window }: RunningConsole): Promise<string | null | undefined> {
  return window.evaluate(() => document.activeElement?.textContent)
}
