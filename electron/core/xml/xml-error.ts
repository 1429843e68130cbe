import { SsoError } from '../errors/sso-error.ts'

/** A place in a file; both count from 1, columns in UTF-16 units. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** What is named as the element of a failure that no element is to blame for. */
export const WHOLE_FILE = 'file'

/** @param reason - the end of a sentence; never a credential's value */
export function xmlInvalid({ line, column }: Position, element: string, reason: string): SsoError {
  return SsoError.of('XmlInvalid', { line, column, element, reason })
}
