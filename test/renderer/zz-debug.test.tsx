// @vitest-environment jsdom
import { screen } from '@testing-library/react'
import { it } from 'vitest'
import { openConsole, openGenerateSecret } from './support/open-console.tsx'

const chain = (from: Element | null) => {
  const out: string[] = []
  for (let e = from; e; e = e.parentElement) out.push(`${e.tagName}.${e.className.toString().slice(0, 18)}[${e.getAttribute('aria-hidden') ?? ''}|${e.getAttribute('role') ?? ''}|${e.getAttribute('data-tabster') ?? ''}]`)
  return out.join(' < ')
}
it.each([1, 2, 3, 4, 5, 6, 7, 8])('dbg %i', async () => {
  const t = performance.now()
  const opened = openConsole()
  const t1 = performance.now()
  const dialog = await openGenerateSecret(opened)
  const t2 = performance.now()
  const log = (when: string) =>
    console.log(when, (t1 - t).toFixed(0), (t2 - t1).toFixed(0), 'active', document.activeElement?.outerHTML.slice(0, 60), '\n', chain(dialog), 'conn', dialog.isConnected, screen.queryAllByRole('button', { name: 'OK' }).length)
  log('now')
  await new Promise((r) => setTimeout(r, 300))
  log('later')
})
