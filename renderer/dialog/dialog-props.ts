import type { SystemOverview } from '../../shared/system-overview.ts'

/** What the console gives each dialog that it opens. */
export interface DialogProps {
  /** As last read; `null` until it has been. */
  readonly overview: SystemOverview | null
  readonly onClose: () => void
  /** What it is doing now, for the status bar; `null` when that has ended. */
  readonly onActivity: (activity: string | null) => void
  /** Something shown outside the dialog may differ now. */
  readonly onChanged: () => void
}
