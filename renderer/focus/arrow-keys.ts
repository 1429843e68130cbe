import type { KeyboardEvent } from 'react'

const steps: Readonly<Record<'horizontal' | 'vertical', Readonly<Partial<Record<string, number>>>>> = {
  horizontal: { ArrowLeft: -1, ArrowRight: 1 },
  vertical: { ArrowUp: -1, ArrowDown: 1 },
}

/**
 * Moves the focus with arrow keys (round in a circle), Home and End among the elements that match `selector`
 * inside the one that listens. Not Fluent's way, whose hidden focus catchers are, to a checker, focusable
 * elements hidden from screen readers.
 */
export function moveFocus(
  event: KeyboardEvent<HTMLElement>,
  axis: keyof typeof steps,
  selector: string,
): void {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>(selector)]
  const current = items.indexOf(event.target as HTMLElement)
  const step = steps[axis][event.key]
  const next =
    { Home: 0, End: items.length - 1 }[event.key] ?? (step === undefined ? undefined : current + step)
  if (next === undefined) return
  event.preventDefault()
  items.at(next % items.length)?.focus()
}
