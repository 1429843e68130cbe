/** The last line of what succeeded, as the original prints it. */
export const COMPLETED = 'The operation completed successfully.'

/** The mark that the original puts before what is enabled or disabled. */
export function enabledMark(enabled: boolean): string {
  return enabled ? '(E)' : '(D)'
}

export function yesNo(value: boolean): string {
  return value ? 'yes' : 'no'
}
