import type { Locator, Page } from 'playwright-core'

/** Presses Tab until `target` has the focus, as somebody without a mouse does. */
export async function tabTo(window: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    if (await target.evaluate((element) => element.matches(':focus'))) return
    await window.keyboard.press('Tab')
  }
  throw new Error('Tab does not lead there')
}

/** Whether `target` has the focus. */
export function hasFocus(target: Locator): Promise<boolean> {
  return target.evaluate((element) => element.matches(':focus'))
}

/** Selects a node of the console tree with the keyboard, the tree having the focus at its System node. */
export async function goToServers(window: Page): Promise<void> {
  const system = window.getByRole('treeitem', { name: 'System', exact: true })
  await system.focus()
  await window.keyboard.press('ArrowDown')
  await window.getByRole('grid', { name: 'Servers' }).waitFor()
}
