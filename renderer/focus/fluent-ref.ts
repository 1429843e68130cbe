import type { RefObject } from 'react'

/** A ref as Fluent's components take it: under the types of React 19 they accept callbacks only. */
export function fluentRef<E>(ref: RefObject<E | null>): (element: E | null) => void {
  return (element) => {
    ref.current = element
  }
}
