import { makeStyles, tokens } from '@fluentui/react-components'
import { type KeyboardEvent, type PointerEvent, useState } from 'react'

const useStyles = makeStyles({
  splitter: {
    width: '5px',
    flexShrink: 0,
    cursor: 'col-resize',
    touchAction: 'none',
    borderLeft: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground3,
    ':hover': { backgroundColor: tokens.colorNeutralBackground3Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
})

const least = 140
const most = 420
const step = 16

/** The width of the scope pane, in CSS pixels, and how to set it; it stays within bounds. */
export function useSplitter(initial: number): readonly [number, (width: number) => void] {
  const [width, setWidth] = useState(initial)
  return [width, (next) => setWidth(Math.min(most, Math.max(least, Math.round(next))))]
}

export interface SplitterProps {
  readonly width: number
  readonly onWidth: (width: number) => void
}

/** Divides the scope pane from the result pane: drag it, or move it with the arrow keys, Home and End. */
export function Splitter({ width, onWidth }: SplitterProps) {
  const styles = useStyles()
  const onKeyDown = (event: KeyboardEvent) => {
    const next = { ArrowLeft: width - step, ArrowRight: width + step, Home: least, End: most }[event.key]
    if (next === undefined) return
    event.preventDefault()
    onWidth(next)
  }
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
    onWidth(width + event.clientX - event.currentTarget.getBoundingClientRect().left)
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a focusable separator is a widget (WAI-ARIA 1.2), which <hr> is not
    <div
      role="separator"
      tabIndex={0}
      aria-label="Width of the console tree"
      aria-orientation="vertical"
      aria-valuenow={width}
      aria-valuemin={least}
      aria-valuemax={most}
      className={styles.splitter}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onPointerMove}
    />
  )
}
