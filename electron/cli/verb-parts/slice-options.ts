import type { SliceOptions } from '../../core/database/delete-in-slices.ts'
import type { VerbContext } from '../verb/verb-context.ts'

/** What an interrupted deletion has come to. */
export const STAYS_DELETED = 'What was deleted stays so. Run it again to delete the rest, if any is left.'

/** A long deletion that Ctrl+C stops, and that shows how far it is. */
export function sliceOptions({ progress, signal }: VerbContext): SliceOptions {
  return { signal, onDeleted: (deleted, total) => progress.count(deleted, total) }
}
