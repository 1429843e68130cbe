import type { ElectronApplication, Page } from 'playwright-core'

export async function resizeWindow({
  app,
  height,
  width,
  window,
}: {
  readonly app: ElectronApplication
  readonly window: Page
  readonly width: number
  readonly height: number
}): Promise<void> {
  await app.evaluate(
    ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setSize(size.width, size.height),
    { width, height },
  )
  await window.waitForFunction((wanted) => innerWidth === wanted, width)
}

/** What sticks out of the window sideways: the page itself, or controls and texts that cannot be seen whole. */
export function sidewaysOverflow(window: Page): Promise<string[]> {
  return window.evaluate(() => {
    const page = document.scrollingElement
    const outside = [...document.querySelectorAll('button, input, h1, h2, h3, dd, p, [role=treeitem]')]
      .filter((element) => element.checkVisibility())
      .filter((element) => {
        const { left, right, width } = element.getBoundingClientRect()
        return width > 0 && (left < 0 || right > innerWidth)
      })
      .map((element) => `${element.tagName}: ${element.textContent}`)
    const wide = page === null || page.scrollWidth > innerWidth
    return wide ? [`page: ${page?.scrollWidth} in ${innerWidth}`, ...outside] : outside
  })
}
