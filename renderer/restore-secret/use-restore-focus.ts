import { type RefObject, useEffect, useRef } from 'react'
import { useSecretInput } from '../dialog/use-secret-element.ts'
import type { RestoreFormPhase } from './use-restore.ts'

/** The elements that the focus is moved to. */
export interface RestoreRefs {
  readonly browse: RefObject<HTMLButtonElement | null>
  readonly password: RefObject<HTMLInputElement | null>
  /** Where the word is typed that overrides a refusal. */
  readonly word: RefObject<HTMLInputElement | null>
  readonly submit: RefObject<HTMLButtonElement | null>
  readonly cancel: RefObject<HTMLButtonElement | null>
}

export function useRestoreRefs(): RestoreRefs {
  return {
    browse: useRef<HTMLButtonElement>(null),
    password: useSecretInput(),
    word: useRef<HTMLInputElement>(null),
    submit: useRef<HTMLButtonElement>(null),
    cancel: useRef<HTMLButtonElement>(null),
  }
}

/**
 * Moves the focus to where the dialog goes on: the password once a backup is chosen, Cancel while something runs, then
 * the first faulty field, the word to be typed, or the button that does the next step.
 */
export function useRestoreFocus(refs: RestoreRefs, phase: RestoreFormPhase, token: string | null): void {
  const latest = useRef(refs)
  latest.current = refs
  const wasRunning = useRef(false)
  useEffect(() => {
    if (token !== null) latest.current.password.current?.focus()
  }, [token])
  useEffect(() => {
    const has = targetOf(latest.current, phase, wasRunning.current)?.current
    wasRunning.current = phase.kind === 'running'
    has?.focus()
    // A password that was wrong is typed anew.
    if (has instanceof HTMLInputElement) has.select()
  }, [phase])
}

/** What is to get the focus; `null` if it is to stay where it is. */
function targetOf(
  refs: RestoreRefs,
  phase: RestoreFormPhase,
  wasRunning: boolean,
): RefObject<HTMLElement | null> | null {
  if (phase.kind === 'running') return wasRunning ? null : refs.cancel
  const { errors, failure, tried } = phase
  if (errors.backupFile !== undefined) return refs.browse
  if (errors.password !== undefined) return refs.password
  if (!wasRunning) return null
  return failure === null && tried !== null && tried.refusal !== null ? refs.word : refs.submit
}
