import { type RefObject, useState } from 'react'
import type { FieldErrors } from '../../shared/backup-password.ts'
import { TextField } from '../dialog/text-field.tsx'
import type { Strength } from '../host/strength.ts'
import { PassphraseOffer, type PassphraseOfferProps } from './passphrase-offer.tsx'
import { PasswordStrength } from './password-strength.tsx'
import { ShowToggle } from './show-toggle.tsx'

export interface PasswordFieldsProps {
  readonly passwordRef: RefObject<HTMLInputElement | null>
  readonly confirmationRef: RefObject<HTMLInputElement | null>
  readonly errors: FieldErrors
  readonly strength: Strength | null
  readonly passphrase: Omit<PassphraseOfferProps, 'disabled'>
  readonly disabled: boolean
  /** A password was changed by hand. */
  readonly onInput: (field: 'password' | 'confirmation') => void
}

/** The password that protects the backup: typed twice, or generated. */
export function PasswordFields(props: PasswordFieldsProps) {
  const [shown, setShown] = useState(false)
  const { disabled } = props
  const common = {
    disabled,
    type: shown ? 'text' : 'password',
    autoComplete: 'new-password',
  }
  return (
    <>
      <TextField
        {...common}
        label="Password"
        error={props.errors.password}
        onInput={() => props.onInput('password')}
        ref={props.passwordRef}
        tool={<ShowToggle shown={shown} disabled={disabled} onToggle={() => setShown(!shown)} />}
      />
      <PasswordStrength strength={props.strength} />
      <PassphraseOffer {...props.passphrase} disabled={disabled} />
      <TextField
        {...common}
        label="Confirm password"
        error={props.errors.confirmation}
        onInput={() => props.onInput('confirmation')}
        ref={props.confirmationRef}
      />
    </>
  )
}
