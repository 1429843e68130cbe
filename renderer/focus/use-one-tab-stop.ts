import { type FocusEvent, type KeyboardEvent, useState } from 'react'
import { moveFocus } from './arrow-keys.ts'

/** How a row of buttons takes part in the tab order as one stop, with arrow keys, Home and End inside. */
export interface OneTabStop {
  /** For the button at an index. */
  readonly tabIndexOf: (index: number) => 0 | -1
  /** For the element around the buttons. */
  readonly group: {
    readonly onFocus: (event: FocusEvent<HTMLElement>) => void
    readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void
  }
}

/** The keyboard of a toolbar (WAI-ARIA practices). */
export function useOneTabStop(count: number): OneTabStop {
  const [stop, setStop] = useState(0)
  const current = Math.min(stop, count - 1)
  return {
    tabIndexOf: (index) => (index === current ? 0 : -1),
    group: {
      onFocus: (event) => {
        const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('button')]
        setStop(Math.max(0, buttons.indexOf(event.target)))
      },
      onKeyDown: (event) => moveFocus(event, 'horizontal', 'button'),
    },
  }
}
