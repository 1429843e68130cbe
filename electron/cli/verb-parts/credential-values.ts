import type { ApplicationField } from '../../core/records/application.ts'
import type { PasswordSource } from '../passwords/password-options.ts'
import type { Passwords } from '../passwords/passwords.ts'

/**
 * The values of credentials, one for each field. On a terminal those of masked fields are asked for twice.
 *
 * @returns values that the caller wipes
 * @throws {@link UsageError} as {@link Passwords} does, and if the two answers for a field keep differing
 */
export function readCredentialValues(
  passwords: Passwords,
  source: PasswordSource,
  fields: readonly ApplicationField[],
): Promise<readonly Uint8Array[]> {
  return passwords.values(
    source,
    fields.map(({ label, masked }) => ({ label, masked, twice: masked })),
  )
}
