import type { Locator, Page } from 'playwright-core'

/** Waits until the console has read the SSO system, or has been told why it cannot. */
export async function waitUntilRead(window: Page): Promise<void> {
  await window
    .getByRole('region', { name: 'SSO system' })
    .or(window.getByRole('button', { name: 'Try again' }))
    .waitFor()
}

export function treeItem(window: Page, name: string): Locator {
  return window.getByRole('treeitem', { name, exact: true })
}

/** What somebody looking at the window reads there, once it is there. */
export async function shownText(locator: Locator): Promise<string> {
  await locator.waitFor()
  return (await locator.allInnerTexts()).join('\n')
}

/** A value of the result page or the result pane, by its name. */
export function propertyValue(within: Locator | Page, name: string): Locator {
  return within
    .locator('dt', { hasText: new RegExp(`^${name.replace(/[()]/g, '\\$&')}$`) })
    .locator('xpath=following-sibling::dd[1]')
}

/** The parts of the dialog, as an administrator knows them. */
export interface GenerateSecretDialog {
  readonly dialog: Locator
  readonly backupFile: Locator
  readonly browse: Locator
  readonly password: Locator
  readonly confirmation: Locator
  readonly reminder: Locator
  readonly ok: Locator
  readonly cancel: Locator
  readonly close: Locator
  readonly steps: Locator
}

export function generateSecretDialog(window: Page): GenerateSecretDialog {
  const dialog = window.getByRole('dialog', { name: 'Generate Secret', exact: true })
  return {
    dialog,
    backupFile: dialog.getByLabel('Backup file', { exact: true }),
    browse: dialog.getByRole('button', { name: 'Browse…' }),
    password: dialog.getByLabel('Password', { exact: true }),
    confirmation: dialog.getByLabel('Confirm password', { exact: true }),
    reminder: dialog.getByLabel('Password reminder', { exact: true }),
    ok: dialog.getByRole('button', { name: 'OK', exact: true }),
    cancel: dialog.getByRole('button', { name: /^Cancel/ }),
    close: dialog.getByRole('button', { name: 'Close', exact: true }),
    steps: dialog.getByRole('list', { name: 'Steps' }),
  }
}

/** Opens the dialog by the toolbar's button. */
export async function openGenerateSecret(window: Page): Promise<GenerateSecretDialog> {
  await window.getByRole('toolbar').getByRole('button', { name: 'Generate Secret…' }).click()
  const parts = generateSecretDialog(window)
  await parts.ok.waitFor()
  return parts
}
