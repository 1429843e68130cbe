import type { ElectronApplication } from 'playwright-core'

/** The labels of the native menu bar, or of one of its menus, without mnemonics; separators are left out. */
export function menuLabels(app: ElectronApplication, menu?: string): Promise<string[]> {
  return app.evaluate(({ Menu }, name) => {
    const plain = (label: string): string => label.replaceAll('&', '')
    const bar = Menu.getApplicationMenu()?.items ?? []
    const items = name === undefined ? bar : bar.find(({ label }) => plain(label) === name)?.submenu?.items
    return (items ?? []).filter(({ type }) => type !== 'separator').map(({ label }) => plain(label))
  }, menu)
}

/** Chooses an entry of the native menu bar. */
export async function chooseMenuItem(app: ElectronApplication, menu: string, item: string): Promise<void> {
  await app.evaluate(
    ({ Menu }, wanted) => {
      const plain = (label: string): string => label.replaceAll('&', '')
      const bar = Menu.getApplicationMenu()?.items ?? []
      const items = bar.find(({ label }) => plain(label) === wanted.menu)?.submenu?.items
      const found = items?.find(({ label }) => plain(label) === wanted.item)
      if (found === undefined || !found.enabled) throw new Error(`${wanted.item} cannot be chosen`)
      found.click()
    },
    { menu, item },
  )
}
