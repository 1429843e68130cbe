import { type RefObject, useState } from 'react'
import type { SsoErrorData } from '../../shared/errors.ts'
import { TextField } from '../dialog/text-field.tsx'
import { ShowToggle } from './show-toggle.tsx'

export interface OpeningPasswordFieldProps {
  /** From {@link useSecretInput}. */
  readonly inputRef: RefObject<HTMLInputElement | null>
  readonly error: SsoErrorData | undefined
  readonly disabled: boolean
  /** It was changed by hand. */
  readonly onInput?: () => void
}

/** The password of a backup that is there already. */
export function OpeningPasswordField({ inputRef, error, disabled, onInput }: OpeningPasswordFieldProps) {
  const [shown, setShown] = useState(false)
  return (
    <TextField
      label="Password"
      type={shown ? 'text' : 'password'}
      autoComplete="off"
      error={error}
      disabled={disabled}
      ref={inputRef}
      onInput={onInput}
      tool={<ShowToggle shown={shown} disabled={disabled} onToggle={() => setShown(!shown)} />}
    />
  )
}
