import { accessTexts } from './error-texts/access.ts'
import { applicationTexts } from './error-texts/application.ts'
import { backupTexts } from './error-texts/backup.ts'
import { databaseTexts } from './error-texts/database.ts'
import { masterSecretTexts } from './error-texts/master-secret.ts'
import { systemTexts } from './error-texts/system.ts'
import type { Text } from './error-texts/text.ts'
import { ticketTexts } from './error-texts/ticket.ts'
import type { ErrorCode, ErrorDetails, SsoErrorData } from './errors.ts'
import { withGroupedNumbers } from './numbers-in-words.ts'
import { visibleText } from './visible-text.ts'

/** An error in words: what happened, then what to do about it. Whole sentences, fit to show as they are. */
export interface ErrorText {
  readonly message: string
  readonly remedy: string
}

const texts = {
  ...accessTexts,
  ...applicationTexts,
  ...backupTexts,
  ...databaseTexts,
  ...masterSecretTexts,
  ...systemTexts,
  ...ticketTexts,
} as const satisfies Record<ErrorCode, (details: never) => Text>

/** The facts an error of code `C` carries. */
export type DetailsOf<C extends ErrorCode> =
  Parameters<(typeof texts)[C]> extends [infer D extends ErrorDetails] ? D : Record<string, never>

/** The words for an error: its numbers grouped, and what others have written or named such that all of it is seen. */
export function errorText(error: Pick<SsoErrorData, 'code' | 'details'>): ErrorText {
  const text = texts[error.code] as (details: ErrorDetails) => Text
  const [message, remedy] = text(withVisibleTexts(withGroupedNumbers(error.details)))
  return { message, remedy }
}

/** Read when the text asks for them, as the numbers are. */
function withVisibleTexts(facts: ErrorDetails): ErrorDetails {
  return new Proxy(facts, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'string' ? visibleText(value) : value
    },
  })
}
