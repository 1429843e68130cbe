import { type RefObject, useEffect, useRef, useState } from 'react'
import type { FieldErrors } from '../../shared/backup-password.ts'
import type { Outcome } from '../../shared/errors.ts'
import type { FileChoice } from '../../shared/ipc/file-choice.ts'
import { useSecretInput } from '../dialog/use-secret-element.ts'
import { useAsk } from '../request/use-ask.ts'
import type { NewBackupInputs } from './new-backup-inputs.ts'

/** The elements that get the focus when their field is at fault. */
export interface FormRefs {
  readonly backupFile: RefObject<HTMLButtonElement | null>
  readonly password: RefObject<HTMLInputElement | null>
  readonly confirmation: RefObject<HTMLInputElement | null>
  readonly reminder: RefObject<HTMLInputElement | null>
}

export function useFormRefs(): FormRefs {
  return {
    backupFile: useRef<HTMLButtonElement>(null),
    password: useSecretInput(),
    confirmation: useSecretInput(),
    reminder: useRef<HTMLInputElement>(null),
  }
}

/** Reads what the fields hold now. */
export function readInputs(refs: FormRefs, file: FileChoice | null): NewBackupInputs {
  const encoder = new TextEncoder()
  return {
    file,
    password: encoder.encode(refs.password.current?.value ?? ''),
    confirmation: encoder.encode(refs.confirmation.current?.value ?? ''),
    reminder: refs.reminder.current?.value ?? '',
  }
}

/** Asks for a file in the system's own dialog; `null` if cancelled. */
export type ChooseFile = () => Promise<Outcome<FileChoice | null>>

/** The chosen backup file, and how to choose another; a choice that has expired is forgotten. */
export function useFileChoice(
  errors: FieldErrors | null,
  choose: ChooseFile,
): readonly [FileChoice | null, () => void] {
  const ask = useAsk()
  const [choice, setChoice] = useState<FileChoice | null>(null)
  const expired = errors?.backupFile?.code === 'FileChoiceExpired'
  useEffect(() => {
    if (expired) setChoice(null)
  }, [expired])
  const browse = async () => {
    const answer = await ask(choose)
    if (answer.ok && answer.value !== null) setChoice(answer.value)
  }
  return [choice, () => void browse()]
}
