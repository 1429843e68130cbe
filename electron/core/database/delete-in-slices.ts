import { setTimeout as wait } from 'node:timers/promises'
import { refuseIfCancelled } from '../errors/cancelled.ts'
import { SsoError } from '../errors/sso-error.ts'
import type { SsoDatabase } from './sso-database.ts'
import type { Within } from './within.ts'

/** How a long deletion is followed and stopped. */
export interface SliceOptions {
  /** Stops it between two slices. */
  readonly signal?: AbortSignal
  /** Called after each slice. */
  readonly onDeleted?: (deleted: number, total: number) => void
}

/** What one transaction of a deletion came to. */
export interface Slice {
  /** How many rows it deleted. */
  readonly deleted: number
  readonly isLast: boolean
}

interface Deletion {
  /** The application that is deleted; empty where mappings of a file are. */
  readonly application: string
  /** How many rows there were to delete when it began. */
  readonly total: number
}

/** Few enough that nobody who writes waits for long; more at once are not much faster. */
export const SLICE_ROWS = 250

/** Others try every 10 ms or so: in that time one of them gets the write lock. */
const SHORTEST_PAUSE_MS = 8
const LONGEST_PAUSE_MS = 200

/**
 * Deletes many rows in transactions of their own, so that others can write between them. A crash leaves what was
 * deleted deleted.
 *
 * @param deleteSlice - called with the slice's number, from 0
 * @returns how many rows were deleted.
 * @throws {@link SsoError} `DeletionStopped` if something was deleted and something was not; `Cancelled` and whatever
 * `deleteSlice` throws if nothing was
 */
export async function deleteInSlices(
  database: SsoDatabase,
  { application, total }: Deletion,
  deleteSlice: (within: Within, number: number) => Promise<Slice>,
  { onDeleted, signal }: SliceOptions = {},
): Promise<number> {
  let deleted = 0
  try {
    for (let number = 0; ; number += 1) {
      refuseIfCancelled(signal)
      let began = 0
      const slice = await database.transaction((within) => {
        began = performance.now()
        return deleteSlice(within, number)
      })
      deleted += slice.deleted
      if (slice.isLast) return deleted
      onDeleted?.(deleted, Math.max(total, deleted))
      await wait(pauseAfter(performance.now() - began))
    }
  } catch (error) {
    if (deleted === 0 || !(error instanceof SsoError)) throw error
    const reason = error.message.replace(/\.$/, '')
    const details = { application, code: error.code, deleted, reason, total: Math.max(total, deleted) }
    throw SsoError.of('DeletionStopped', details, { cause: error, wraps: error.toData() })
  }
}

/** Half of the time is others', also where a slice takes long: whoever tries now and then finds the lock free. */
function pauseAfter(heldMs: number): number {
  return Math.min(Math.max(heldMs, SHORTEST_PAUSE_MS), LONGEST_PAUSE_MS)
}
