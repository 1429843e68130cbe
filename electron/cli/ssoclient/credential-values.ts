import type { ApplicationField } from '../../core/applications/application.ts'
import { wipe } from '../../core/crypto/wipe.ts'
import type { PasswordSource } from '../password-options.ts'
import type { AskedValue, Passwords } from '../passwords.ts'
import { UsageError } from '../usage-error.ts'

/**
 * The values of credentials, one for each field. On a terminal those of masked fields are asked for twice.
 *
 * @returns values that the caller wipes
 * @throws {@link UsageError} as {@link Passwords} does, and if the two answers for a field differ
 */
export async function readCredentialValues(
  passwords: Passwords,
  source: PasswordSource,
  fields: readonly ApplicationField[],
): Promise<readonly Uint8Array[]> {
  const hasSource =
    source.passwordStdin || source.passwordFile !== undefined || source.passwordFd !== undefined
  const asked = hasSource ? fields : fields.flatMap(withConfirmation)
  const read = [...(await passwords.values(source, asked))]
  return hasSource ? read : fields.map((field) => takeConfirmed(read, field))
}

function withConfirmation({ label, masked }: ApplicationField): readonly AskedValue[] {
  return masked
    ? [
        { label, masked },
        { label: `Confirm ${label}`, masked },
      ]
    : [{ label, masked }]
}

/** Takes the first value off `read`, and its confirmation if it has one. */
function takeConfirmed(read: Uint8Array[], { label, masked }: ApplicationField): Uint8Array {
  const value = read.shift()
  if (value === undefined) throw new Error('too few answers')
  if (!masked) return value
  const confirmation = read.shift()
  const isSame = confirmation !== undefined && Buffer.compare(value, confirmation) === 0
  wipe(confirmation)
  if (isSame) return value
  wipe(value, ...read)
  throw new UsageError(`The two answers for ${label} differ. Nothing was changed.`)
}
