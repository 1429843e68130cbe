// @vitest-environment jsdom
import { afterEach, describe, expect, it, vi } from 'vitest'
import { keepFocus } from '../../../renderer/focus/keep-focus.ts'

let end: () => void = () => {}
afterEach(() => {
  end()
  document.body.innerHTML = ''
})

/** Shows a page whose element `at` has the focus. */
function show(html: string, at: string): HTMLElement {
  document.body.innerHTML = html
  end = keepFocus(document)
  const element = document.getElementById(at)
  if (element === null) throw new Error(`no element ${at}`)
  element.focus()
  return element
}

const focusGoesTo = (id: string) => vi.waitFor(() => expect(document.activeElement?.id).toBe(id))

const buttons = '<button id="one"></button><button id="two"></button><button id="three"></button>'

describe('the focus', () => {
  it('goes to what follows when its element is disabled, and to what stood before at the end', async () => {
    const two = show(`<main><p>${buttons}</p></main>`, 'two') as HTMLButtonElement
    two.disabled = true
    await focusGoesTo('three')
    document.getElementById('three')?.setAttribute('disabled', '')
    await focusGoesTo('one')
  })

  it('goes to what followed when its element is removed', async () => {
    show(`<main><p>${buttons}</p></main>`, 'two').remove()
    await focusGoesTo('three')
  })

  it('goes to what took the place of its element', async () => {
    const pause = show(
      '<main><p><button id="pause"></button><button id="cancel"></button></p></main>',
      'pause',
    )
    pause.outerHTML = '<button id="resume"></button>'
    await focusGoesTo('resume')
  })

  it('goes to the pane that scrolls when nothing near is left of what had it', async () => {
    const html =
      '<main id="pane" tabindex="0"><ul><li><button id="far"></button></li></ul><p><button id="last"></button></p></main>'
    show(html, 'last').parentElement?.remove()
    await focusGoesTo('pane')
  })

  it('stays in an open dialog, even where nothing in it can take it', async () => {
    const html = `<main>${buttons}</main><div role="dialog" id="dialog" tabindex="-1"><input id="name" /><button id="ok"></button></div>`
    show(html, 'name')
    for (const id of ['name', 'ok']) document.getElementById(id)?.setAttribute('disabled', '')
    await focusGoesTo('dialog')
  })

  it('goes back to where it was before a dialog, or near it, when the dialog is gone', async () => {
    const html = `<main><p>${buttons}</p></main><div id="portal"><div role="dialog" id="dialog" tabindex="-1"><button id="ok"></button></div></div>`
    show(html, 'two')
    document.getElementById('ok')?.focus()
    document.getElementById('two')?.remove()
    document.getElementById('portal')?.remove()
    await focusGoesTo('three')
  })

  it('goes where somebody else has sent it meanwhile', async () => {
    const two = show(`<main><p>${buttons}</p></main>`, 'two') as HTMLButtonElement
    two.disabled = true
    document.getElementById('one')?.focus()
    await new Promise((later) => setTimeout(later, 100))
    expect(document.activeElement?.id).toBe('one')
  })

  it('stays away when it was taken away on purpose', async () => {
    const two = show(`<main><p>${buttons}</p></main>`, 'two')
    two.blur()
    await Promise.resolve()
    two.remove()
    await new Promise((later) => setTimeout(later, 100))
    expect(document.activeElement).toBe(document.body)
  })
})
