import { Button, type ButtonProps } from '@fluentui/react-components'
import { useEffect, useRef } from 'react'
import { fluentRef } from '../focus/fluent-ref.ts'

export interface FocusedButtonProps {
  readonly children: string
  readonly disabledFocusable?: boolean
  readonly appearance?: NonNullable<ButtonProps['appearance']>
  readonly onClick: () => void
}

/** A button that takes the focus when it appears, from a page that is gone. */
export function FocusedButton({ children, ...button }: FocusedButtonProps) {
  const element = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    // After a dialog that opens with it has given the focus to its first element.
    queueMicrotask(() => element.current?.focus())
  }, [])
  return (
    <Button ref={fluentRef(element)} appearance="primary" {...button}>
      {children}
    </Button>
  )
}
