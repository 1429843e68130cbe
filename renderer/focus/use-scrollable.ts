import { useCallback, useLayoutEffect, useRef, useState } from 'react'

/** What makes an element with nothing to focus inside scroll by keyboard: a tab stop, as long as it overflows. */
export function useScrollable(): {
  readonly ref: (element: HTMLElement | null) => void
  readonly tabIndex?: 0
} {
  const element = useRef<HTMLElement | null>(null)
  const [overflows, setOverflows] = useState(false)
  useLayoutEffect(() => {
    const measure = () => {
      const box = element.current
      setOverflows(box !== null && box.scrollHeight > box.clientHeight)
    }
    measure()
    window.addEventListener('resize', measure)
    return () => window.removeEventListener('resize', measure)
  }, [])
  const ref = useCallback((next: HTMLElement | null) => {
    element.current = next
  }, [])
  return overflows ? { ref, tabIndex: 0 } : { ref }
}
