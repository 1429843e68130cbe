import type { Text } from './error-codes/error-entry.ts'
import { type ErrorCode, type ErrorDetails, errorEntries, type WrittenError } from './errors.ts'
import { withGroupedNumbers } from './numbers-in-words.ts'
import { visibleText } from './visible-text.ts'

/** An error in words: what happened, then what to do about it. Whole sentences, fit to show as they are. */
export interface ErrorText {
  readonly message: string
  readonly remedy: string
}

/** The facts an error of code `C` carries. */
export type DetailsOf<C extends ErrorCode> =
  Parameters<(typeof errorEntries)[C]['text']> extends [infer D extends ErrorDetails]
    ? D
    : Record<string, never>

/** What to do about an error where the words of the window do not help, by its code. */
export type OwnRemedies = { readonly [C in ErrorCode]?: (details: DetailsOf<C>) => string }

/**
 * The words for an error: its numbers grouped, and what others have written or named such that all of it is seen. What
 * to do about its cause comes first.
 */
export function errorText({ cause, code, details }: WrittenError, ownRemedies: OwnRemedies = {}): ErrorText {
  const facts = withVisibleTexts(withGroupedNumbers(details))
  const [message, usual] = (errorEntries[code].text as (facts: ErrorDetails) => Text)(facts)
  const own = ownRemedies[code] as ((facts: ErrorDetails) => string) | undefined
  const remedy = own === undefined ? usual : own(facts)
  if (cause === undefined) return { message, remedy }
  return { message, remedy: `${remedyAlone(errorText(cause, ownRemedies))} ${remedy}`.trim() }
}

/** Sentences that are true of what failed, and need not be of what that is part of. */
const ALL_IS_AS_BEFORE =
  /(Nothing was (changed|done|written to it)|(No data was lost; t|T)he operation was rolled back)\. ?/g

/** What to do, without that nothing was changed: something may have been, around the error. */
function remedyAlone({ remedy }: ErrorText): string {
  return remedy.replaceAll(ALL_IS_AS_BEFORE, '').trim()
}

/** An error in a row, as part of something larger that may have changed something. */
export function withRemedyAlone(text: ErrorText): string {
  return `${text.message} ${remedyAlone(text)}`.trim()
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
