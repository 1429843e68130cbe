import { type RefObject, useLayoutEffect, useRef } from 'react'

/** A ref to an input for a secret, emptied when it leaves the page: React may keep the element for a while. */
export function useSecretInput(): RefObject<HTMLInputElement | null> {
  const ref = useRef<HTMLInputElement>(null)
  useLayoutEffect(() => {
    const element = ref.current
    return () => {
      if (element !== null) element.value = ''
    }
  }, [])
  return ref
}

/** The same for an element that shows a secret. */
export function useSecretOutput(): RefObject<HTMLOutputElement | null> {
  const ref = useRef<HTMLOutputElement>(null)
  useLayoutEffect(() => {
    const element = ref.current
    return () => {
      if (element !== null) element.textContent = ''
    }
  }, [])
  return ref
}
