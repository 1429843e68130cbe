import type { KeyProtectorKind } from './master-secret.ts'

/**
 * `present`: the key opens the store. `gone`: the protector answers, and does not have it (10565). `unreadable`:
 * whether it has it cannot be told now (10565). `wrong`: what the protector has does not open the store (10521).
 */
export type KeyState = 'present' | 'gone' | 'unreadable' | 'wrong'

/** How the key of the secret store is kept, and how it could be. */
export interface KeyProtectionOverview {
  readonly protector: KeyProtectorKind
  /** Where the key is, in words fit for "The key is in …". */
  readonly place: string
  readonly key: KeyState
  readonly protectors: readonly {
    readonly kind: KeyProtectorKind
    /** Whether it could keep a key on this computer, for this account. */
    readonly works: boolean
  }[]
  /** The file that holds the present key, too; `null` if there is none. */
  readonly recoveryKey: RecoveryKeyOverview | null
}

export interface RecoveryKeyOverview {
  readonly fileName: string
  /** UTC, ISO 8601. */
  readonly savedAt: string
}

/** What a change of the key protector tells its caller. */
export interface KeyProtectorChange {
  readonly from: KeyProtectorKind
  readonly to: KeyProtectorKind
  /**
   * Whether the old key is gone from its protector for good. Otherwise that is tried again at each opening: it could
   * not be removed, or a restore could not be undone without it.
   */
  readonly oldKeyRemoved: boolean
  /** Whether a recovery key was saved before: it is of no use any more, and a new one should be saved. */
  readonly recoveryKeyOutdated: boolean
  /** Names the event written for this operation. */
  readonly trackingId: string
}

/** What saving a recovery key tells its caller. */
export interface SavedRecoveryKey extends RecoveryKeyOverview {
  /** Where the file is; to show, not to open. */
  readonly displayPath: string
  readonly trackingId: string
}

/** What using a recovery key tells its caller. */
export interface KeyRecovery {
  /** Who keeps the key now. */
  readonly protector: KeyProtectorKind
  /** Whether the key could not be had from its protector; if it could, nothing was changed. */
  readonly wasLost: boolean
  readonly trackingId: string
}
