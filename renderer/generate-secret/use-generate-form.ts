import { type RefObject, useEffect, useRef, useState } from 'react'
import type { ErrorField } from '../../shared/errors.ts'
import type { FileChoice } from '../../shared/ipc/contract.ts'
import { crashIn, crashOf, useReportCrash } from '../crash/crash.ts'
import { useHost } from '../host.ts'
import { type FieldErrors, fieldOrder, type GenerateInputs } from './check-inputs.ts'
import { useSecretInput } from './use-secret-element.ts'

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
export function readInputs(refs: FormRefs, file: FileChoice | null): GenerateInputs {
  const encoder = new TextEncoder()
  return {
    file,
    password: encoder.encode(refs.password.current?.value ?? ''),
    confirmation: encoder.encode(refs.confirmation.current?.value ?? ''),
    reminder: refs.reminder.current?.value ?? '',
  }
}

/** Moves the focus to the first faulty field, each time that errors are found. */
export function useFocusFirstError(refs: FormRefs, errors: FieldErrors | null): void {
  const latest = useRef(refs)
  latest.current = refs
  useEffect(() => {
    const first: ErrorField | undefined = fieldOrder.find((field) => errors?.[field] !== undefined)
    if (first !== undefined) latest.current[first].current?.focus()
  }, [errors])
}

/** The chosen backup file, and how to choose another; a choice that has expired is forgotten. */
export function useFileChoice(errors: FieldErrors | null): readonly [FileChoice | null, () => void] {
  const { sso } = useHost()
  const report = useReportCrash()
  const [choice, setChoice] = useState<FileChoice | null>(null)
  const expired = errors?.backupFile?.code === 'FileChoiceExpired'
  useEffect(() => {
    if (expired) setChoice(null)
  }, [expired])
  const browse = async () => {
    const outcome = await sso.masterSecret.chooseBackupFile({})
    const crash = crashIn(outcome)
    if (crash !== null) report(crash)
    if (outcome.ok && outcome.value !== null) setChoice(outcome.value)
  }
  return [choice, () => void browse().catch((thrown) => report(crashOf(thrown)))]
}
