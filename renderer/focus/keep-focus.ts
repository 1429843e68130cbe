/*
 * What has the focus may be disabled or removed by its own press, or by news from elsewhere. A browser then gives the
 * focus to the page: the next Tab begins at its top, and a dialog hears of Escape no more. Here it goes to what is
 * nearest.
 */

const focusable = [
  'button:not([disabled])',
  'input:not([disabled])',
  'select:not([disabled])',
  'textarea:not([disabled])',
  'a[href]',
  '[tabindex]',
].join(', ')

/** An open dialog, or another part that keeps the focus inside. */
const modal = '[role=dialog], [role=alertdialog], [role=menu]'

/** Long enough for those who know better where it goes: dialogs that close, pages that follow. */
const PATIENCE_MS = 40

const LONG_LIST = 100

/** An element that had the focus, and the elements around it, the nearest first. */
interface Place {
  readonly element: HTMLElement
  readonly around: readonly HTMLElement[]
  /** The elements that stood before it among those of the nearest around it, the nearest first. */
  readonly before: readonly HTMLElement[]
}

/**
 * Gives the focus, as often as what has it is disabled or gone, to the nearest element that can take it: beside it,
 * then in what is around it, and never out of an open dialog. Where the focus was taken away on purpose it stays away.
 *
 * @returns what ends it
 */
export function keepFocus(page: Document): () => void {
  let last: Place | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  const history: Place[] = []
  const remember = (event: FocusEvent) => {
    if (!(event.target instanceof HTMLElement) || event.target === page.body) return
    last = placeOf(event.target)
    history.unshift(last)
    history.length = Math.min(history.length, 20)
  }
  const mend = () => {
    timer = undefined
    if (last === null || !isLost(page, last.element)) return
    const next = findNext(page, history)
    if (next !== null) next.focus()
  }
  const check = () => {
    if (last !== null && mayBeLost(page, last.element)) timer ??= setTimeout(mend, PATIENCE_MS)
  }
  const observer = new MutationObserver(check)
  observer.observe(page.body, {
    subtree: true,
    childList: true,
    attributeFilter: ['disabled', 'hidden', 'inert', 'aria-hidden'],
  })
  const onLeave = ({ relatedTarget, target }: FocusEvent) => {
    if (relatedTarget !== null) return
    // A press of the pointer on nothing: it was taken away on purpose. A window left for another keeps it.
    queueMicrotask(() => {
      if (target === last?.element && page.activeElement !== target && isAble(last.element)) last = null
    })
  }
  page.addEventListener('focusin', remember)
  page.addEventListener('focusout', onLeave)
  return () => {
    clearTimeout(timer)
    observer.disconnect()
    page.removeEventListener('focusin', remember)
    page.removeEventListener('focusout', onLeave)
  }
}

function placeOf(element: HTMLElement): Place {
  const around: HTMLElement[] = []
  for (let each = element.parentElement; each !== null; each = each.parentElement) around.push(each)
  return { element, around, before: standingBefore(element, around) }
}

/** In a long list, of which each line can have the focus, only the line before counts. */
function standingBefore(element: HTMLElement, around: readonly HTMLElement[]): readonly HTMLElement[] {
  const { previousElementSibling } = element
  if (element.parentElement !== null && element.parentElement.childElementCount > LONG_LIST) {
    return previousElementSibling instanceof HTMLElement ? [previousElementSibling] : []
  }
  const near = around.slice(0, 3).flatMap((each) => [...each.querySelectorAll<HTMLElement>(focusable)])
  return [...new Set(near)].filter((each) => isBefore(each, element)).reverse()
}

function isBefore(one: Node, other: Node): boolean {
  return (other.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_PRECEDING) !== 0
}

/** As {@link isLost}, without computing any layout: asked at each change of the page. */
function mayBeLost({ activeElement, body }: Document, element: HTMLElement): boolean {
  if (activeElement === element) return !element.isConnected || element.matches(':disabled')
  return activeElement === null || activeElement === body
}

/** Whether the focus is with nobody because `element` cannot have it any more. */
function isLost(page: Document, element: HTMLElement): boolean {
  const { activeElement } = page
  const isNowhere = activeElement === null || activeElement === page.body || activeElement === element
  return isNowhere && !isAble(element)
}

/** Whether an element can have the focus. */
function isAble(element: HTMLElement): boolean {
  if (!element.isConnected || element.matches(':disabled')) return false
  if (element.closest('[hidden], [inert], [aria-hidden=true]') !== null) return false
  return typeof element.checkVisibility !== 'function' || element.checkVisibility()
}

function findNext(page: Document, history: readonly Place[]): HTMLElement | null {
  const dialog = [...page.querySelectorAll<HTMLElement>(modal)].filter(isAble).at(-1) ?? null
  for (const place of history) {
    const found = nearest(page, place, dialog)
    if (found !== null) return found
  }
  if (dialog === null) return null
  return [...dialog.querySelectorAll<HTMLElement>(focusable)].find(isAble) ?? dialog
}

/** Beside the place, then in what is around it; not the whole page, in which nothing is near. */
function nearest(page: Document, place: Place, dialog: HTMLElement | null): HTMLElement | null {
  if (isAble(place.element) && isInside(place.element, dialog)) return place.element
  for (const around of place.around) {
    if (!around.isConnected || around === page.body || !isInside(around, dialog)) continue
    // A pane that scrolls is near; what stands far off in it is not.
    if (around.tabIndex >= 0 && isAble(around)) return around
    const found = nearestIn(around, place)
    if (found !== null) return found
  }
  return null
}

function isInside(element: HTMLElement, dialog: HTMLElement | null): boolean {
  return dialog === null || dialog.contains(element)
}

/** What follows the place, else what stood before it, else whatever there is, but for what nobody reaches by Tab. */
function nearestIn(around: HTMLElement, { before, element }: Place): HTMLElement | null {
  const able = [...around.querySelectorAll<HTMLElement>(focusable)].filter(
    (each) => isAble(each) && each.tabIndex >= 0,
  )
  if (element.isConnected) {
    const after = able.find((each) => isBefore(element, each))
    return after ?? able.at(-1) ?? null
  }
  const previous = before.find((each) => able.includes(each))
  if (previous !== undefined) return able[able.indexOf(previous) + 1] ?? previous
  return able.find((each) => each.getAttribute('aria-disabled') !== 'true') ?? able[0] ?? null
}
