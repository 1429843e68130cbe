import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accessibilityViolations, noViolations } from './support/axe.ts'
import { type RunningConsole, startConsole } from './support/console-app.ts'
import { generateSecretDialog } from './support/console-parts.ts'
import { answerSaveDialog, generate } from './support/generate.ts'
import { hasFocus, tabTo } from './support/keyboard.ts'
import { chooseMenuItem } from './support/menu-bar.ts'
import { readEventTable } from './support/stored.ts'

let running: RunningConsole
let file: string
beforeAll(async () => {
  running = await startConsole()
  file = join(running.folder, 'SSO-recovery.key')
  await generate(running, join(running.folder, 'first.bak'))
  const { close, dialog } = generateSecretDialog(running.window)
  await close.click()
  await dialog.waitFor({ state: 'detached' })
})
afterAll(() => running.close())

const dialog = () => running.window.getByRole('dialog', { name: 'Key Protector', exact: true })
const button = (name: string) => dialog().getByRole('button', { name, exact: true })

async function press(name: string): Promise<void> {
  await tabTo(running.window, button(name))
  await running.window.keyboard.press('Enter')
}

const question = () => running.window.getByRole('dialog', { name: 'Make New Key', exact: true })

async function open(): Promise<void> {
  await chooseMenuItem(running.app, 'Action', 'Key Protector…')
  await dialog().getByText('Guarded at rest by').waitFor()
}

describe('Key Protector…', () => {
  it('makes a new key and saves a recovery key when only the keyboard is used', async () => {
    const { app, window } = running
    await open()
    expect(await dialog().innerText()).toContain('Present; it opens the secret store')
    expect(await accessibilityViolations(window)).toEqual(noViolations)
    await press('Make New Key…')
    await question()
      .getByText(/opens the secret store no more/)
      .waitFor()
    expect(await accessibilityViolations(window)).toEqual(noViolations)
    await question().getByRole('button', { name: 'Make New Key', exact: true }).press('Enter')
    await dialog().getByText('The secret store has a new key').waitFor()
    expect(await hasFocus(button('Continue'))).toBe(true)
    expect(await accessibilityViolations(window)).toEqual(noViolations)
    await window.keyboard.press('Enter')
    await button('Save Recovery Key…').waitFor()
    await answerSaveDialog(app, file)
    await press('Save Recovery Key…')
    await dialog().getByText('Recovery key saved').waitFor()
    expect(await dialog().innerText()).toContain(file)
    await window.keyboard.press('Enter')
    await dialog().getByText('SSO-recovery.key').waitFor()
    await window.keyboard.press('Escape')
    await dialog().waitFor({ state: 'detached' })
    const ids = readEventTable(running.dataDirectory).map(({ data }) => data.recoveryKeyFile)
    expect(ids).toContain(file)
  })

  it('opens when the key is gone and gets it back from the recovery key', async () => {
    const { app, dataDirectory, window } = running
    const keys = (await readdir(dataDirectory)).filter((name) => name.endsWith('.key'))
    expect(keys).toHaveLength(1)
    for (const name of keys) await rm(join(dataDirectory, name))
    await window.keyboard.press('F5')
    await window.getByText('Master secret unavailable').waitFor()
    await open()
    await dialog().getByText('The key of the secret store is gone').waitFor()
    expect(await accessibilityViolations(window)).toEqual(noViolations)
    await app.evaluate(({ dialog: native }, path) => {
      native.showOpenDialog = async () => ({ canceled: false, filePaths: [path] })
    }, file)
    await press('Use Recovery Key…')
    await dialog().getByText('The secret store has its key back').waitFor()
    await window.keyboard.press('Enter')
    await dialog().getByText('Present; it opens the secret store').waitFor()
    await window.keyboard.press('Escape')
    await window.getByText('Master secret present').waitFor()
  })
})
