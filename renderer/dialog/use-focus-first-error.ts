import { type RefObject, useEffect, useRef } from 'react'
import type { FieldErrors } from '../../shared/backup-password.ts'
import type { ErrorField } from '../../shared/errors.ts'

/** The elements that get the focus when their field is at fault, in the order in which they stand. */
export type FieldRefs = Readonly<Partial<Record<ErrorField, RefObject<HTMLElement | null>>>>

/** Moves the focus to the first faulty field, each time that errors are found; a wrong password is selected. */
export function useFocusFirstError(refs: FieldRefs, errors: FieldErrors): void {
  const latest = useRef(refs)
  latest.current = refs
  useEffect(() => {
    const first = Object.entries(latest.current).find(([field]) => errors[field as ErrorField] !== undefined)
    const element = first?.[1].current
    element?.focus()
    if (errors.password?.code === 'WrongPassword' && element instanceof HTMLInputElement) element.select()
  }, [errors])
}
