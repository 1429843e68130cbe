import { visibleText } from '../../shared/visible-text.ts'

/**
 * Text that others have written or named (a reminder, an account, a path), among our own words or alone: what would
 * turn the line or hide is written out, and letters that run from right to left do not reach beyond it.
 */
export function ForeignText({ children }: { readonly children: string }) {
  return <bdi>{visibleText(children)}</bdi>
}
