import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type axe from 'axe-core'
import type { Page } from 'playwright-core'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** The looks in which the console is checked. */
const looks = {
  light: { colorScheme: 'light', forcedColors: 'none' },
  dark: { colorScheme: 'dark', forcedColors: 'none' },
  'high contrast': { colorScheme: 'dark', forcedColors: 'active' },
} as const

/** What axe-core finds wrong, by look: rule and element, one line each. */
export async function accessibilityViolations(window: Page): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {}
  for (const [name, look] of Object.entries(looks)) {
    await window.emulateMedia(look)
    found[name] = await settledViolations(window)
  }
  await window.emulateMedia(looks.light)
  return found
}

export const noViolations = Object.fromEntries(Object.keys(looks).map((look) => [look, []]))

/** What changes while it is looked at, as a button that becomes available, is looked at again: a fault is found twice. */
async function settledViolations(window: Page): Promise<string[]> {
  await settle(window)
  const first = await violations(window)
  if (first.length === 0) return first
  await settle(window)
  return violations(window)
}

/** Colours fade from one look to the next; contrast is that of the end. */
async function settle(window: Page): Promise<void> {
  await window.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    await Promise.allSettled(document.getAnimations().map((animation) => animation.finished))
  })
}

async function violations(window: Page): Promise<string[]> {
  // The page's policy, which forbids foreign scripts, does not bind what Playwright evaluates.
  if (!(await window.evaluate(() => Reflect.has(globalThis, 'axe')))) await window.evaluate(source)
  return window.evaluate(async () => {
    const checker: typeof axe = Reflect.get(globalThis, 'axe')
    const { violations } = await checker.run(document, { resultTypes: ['violations'] })
    return violations.flatMap(({ help, id, nodes }) =>
      nodes.map(({ failureSummary, html }) => `${id} (${help}): ${html.slice(0, 200)} ${failureSummary}`),
    )
  })
}
