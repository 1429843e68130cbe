import { expect } from 'vitest'
import type { GenerateSecretDialog } from './console-parts.ts'

/** What is put into the dialog before OK is pressed. */
export interface Typed {
  /** Chosen in the (answered) native dialog; `null` if nothing is. */
  readonly file: string | null
  readonly password: string
  readonly confirmation: string
  readonly reminder: string
}

export type Field = 'backupFile' | 'password' | 'confirmation' | 'reminder'

/** What is in the dialog is what was put there. */
export async function expectKept(parts: GenerateSecretDialog, typed: Typed): Promise<void> {
  expect({
    file: await parts.backupFile.inputValue(),
    password: await parts.password.inputValue(),
    confirmation: await parts.confirmation.inputValue(),
    reminder: await parts.reminder.inputValue(),
  }).toEqual({ ...typed, file: typed.file ?? '' })
}

/** The field is marked, described by the message, and it (or its button) has the focus. */
export async function expectFault(parts: GenerateSecretDialog, field: Field, message: string): Promise<void> {
  await parts.dialog.getByText(message).waitFor()
  expect(await parts[field].getAttribute('aria-invalid')).toBe('true')
  expect(await descriptionOf(parts[field])).toContain(message)
  const focused = field === 'backupFile' ? parts.browse : parts[field]
  await expect.poll(() => focused.evaluate((element) => element.matches(':focus'))).toBe(true)
}

/** The texts that describe a field. */
export function descriptionOf(input: GenerateSecretDialog['password']): Promise<string> {
  return input.evaluate((element) =>
    (element.getAttribute('aria-describedby') ?? '')
      .split(' ')
      .map((id) => document.getElementById(id)?.textContent ?? '')
      .join(' '),
  )
}
