import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accessibilityViolations, noViolations } from './support/axe.ts'
import { type RunningConsole, startConsole } from './support/console-app.ts'
import { type GenerateSecretDialog, openGenerateSecret, treeItem } from './support/console-parts.ts'
import { stopGenerateAt } from './support/endless-generate.ts'
import { chooseBackupFile, fillPasswords, goodPassword, readResult } from './support/generate.ts'
import { chooseMenuItem } from './support/menu-bar.ts'
import { changeDatabase } from './support/stored.ts'

let running: RunningConsole
beforeAll(async () => {
  running = await startConsole()
})
afterAll(() => running.close())

const expectAccessible = async () =>
  expect(await accessibilityViolations(running.window)).toEqual(noViolations)

describe('axe-core', () => {
  it('finds a fault when there is one', async () => {
    await running.window.evaluate(() => {
      const image = document.createElement('img')
      image.id = 'faulty'
      document.querySelector('main')?.append(image)
    })
    const found = await accessibilityViolations(running.window)
    await running.window.evaluate(() => document.getElementById('faulty')?.remove())
    for (const faults of Object.values(found)) expect(faults).toEqual([expect.stringContaining('image-alt')])
  })
})

describe('console', () => {
  it('is accessible when there is no master secret', expectAccessible)

  it('is accessible when a node with a list is selected', async () => {
    await treeItem(running.window, 'System').press('ArrowLeft')
    await running.window.getByRole('grid').waitFor()
    await expectAccessible()
    await treeItem(running.window, 'System').click()
  })

  it('is accessible when an action is denied', async () => {
    changeDatabase(
      running.dataDirectory,
      `UPDATE global_info SET master_secret_server = 'x' || master_secret_server`,
    )
    await running.window.keyboard.press('F5')
    await running.window.getByText('Master secret unavailable').waitFor()
    await expectAccessible()
    changeDatabase(
      running.dataDirectory,
      'UPDATE global_info SET master_secret_server = substr(master_secret_server, 2)',
    )
    await running.window.keyboard.press('F5')
    await running.window.getByText('No master secret yet', { exact: true }).waitFor()
  })

  it('is accessible when the context menu is open', async () => {
    await treeItem(running.window, 'System').press('Shift+F10')
    await running.window.getByRole('menuitem', { name: 'Generate Secret…' }).waitFor()
    await expectAccessible()
    await running.window.keyboard.press('Escape')
    await running.window.getByRole('menu').waitFor({ state: 'detached' })
  })
})

describe('dialog', () => {
  it('is accessible when Generate Secret is empty', async () => {
    const { cancel } = await openGenerateSecret(running.window)
    await expectAccessible()
    await cancel.click()
  })

  it('is accessible when Generate Secret shows errors', async () => {
    const { cancel, dialog, ok, password, reminder } = await openGenerateSecret(running.window)
    await password.fill('short')
    await reminder.fill('short')
    await ok.click()
    await dialog.getByText('No backup file is chosen.').waitFor()
    await expectAccessible()
    await cancel.click()
  })

  it('is accessible when Generate Secret shows a passphrase and its strength', async () => {
    const { cancel, dialog } = await openGenerateSecret(running.window)
    await dialog.getByRole('button', { name: 'Generate passphrase' }).click()
    await dialog.getByLabel('Generated passphrase').waitFor()
    await dialog.getByRole('meter').waitFor()
    await expectAccessible()
    await cancel.click()
  })

  it('is accessible when Generate Secret was cancelled', async () => {
    const parts = await openFilled()
    await parts.ok.click()
    await parts.steps.waitFor()
    await parts.cancel.click()
    await parts.dialog.getByText('The operation was cancelled.').waitFor()
    await expectAccessible()
    await parts.cancel.click()
  })

  it('is accessible when Generate Secret is done, and the console after it', async () => {
    const parts = await openFilled()
    await parts.ok.click()
    await readResult(parts)
    await expectAccessible()
    await parts.close.click()
    await parts.dialog.waitFor({ state: 'detached' })
    await running.window.getByText('Master secret present').waitFor()
    await expectAccessible()
  })

  it.each([
    ['SSO Administration Help', 'Help Topics'],
    ['About SSO Administration', 'About SSO Administration'],
  ])('is accessible when it is %s', async (name, item) => {
    await chooseMenuItem(running.app, 'Help', item)
    const dialog = running.window.getByRole('dialog', { name })
    await dialog.waitFor()
    await expectAccessible()
    await dialog.getByRole('button', { name: 'Close' }).click()
    await dialog.waitFor({ state: 'detached' })
  })

  it('is accessible when it tells of a crash', async () => {
    await running.window.evaluate(() => {
      setTimeout(() => {
        throw new Error('thrown by a test')
      })
    })
    const dialog = running.window.getByRole('alertdialog')
    await dialog.waitFor()
    await expectAccessible()
    await dialog.getByRole('button', { name: 'Close' }).click()
    await dialog.waitFor({ state: 'detached' })
  })

  // Last, because it never ends.
  it('is accessible when Generate Secret runs', async () => {
    const { ok, steps } = await openFilled()
    await stopGenerateAt(running.app, 'checking-backup')
    await ok.click()
    await steps.locator('[aria-current=step]', { hasText: 'Checking that the backup opens' }).waitFor()
    await expectAccessible()
  })

  async function openFilled(): Promise<GenerateSecretDialog> {
    const parts = await openGenerateSecret(running.window)
    await chooseBackupFile(running, parts, join(running.folder, 'accessible.bak'))
    await fillPasswords(parts, goodPassword)
    return parts
  }
})
