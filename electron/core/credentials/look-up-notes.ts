import type { SsoDatabase } from '../database/sso-database.ts'
import { nearestInstant } from '../errors/instant.ts'
import { insertLookUps } from './look-up-notes.repository.ts'

/** A look-up by somebody else than the owner of the credentials. */
export interface LookUpNote {
  /** As `Date.now()` counts. */
  readonly at: number
  /** Who looked up. */
  readonly account: string
  readonly application: string
  readonly windowsAccount: string
  readonly externalUser: string
}

/**
 * Look-ups on their way to the table that keeps the last of them: written together as soon as the caller lets other
 * work go on, because a transaction for each would be a hundred times slower than the look-up. Those that the table
 * would not keep anyway are left out.
 */
export class LookUpNotes {
  readonly #database: SsoDatabase
  #waiting: LookUpNote[] = []
  #scheduled = false
  #writing: Promise<void> = Promise.resolve()

  constructor(database: SsoDatabase) {
    this.#database = database
  }

  /** @param kept - how many the table keeps */
  add(note: LookUpNote, kept: number): void {
    if (kept === 0) return
    this.#waiting.push(note)
    if (this.#waiting.length >= 2 * kept + 1_000) this.#waiting.splice(0, this.#waiting.length - kept)
    if (this.#scheduled) return
    this.#scheduled = true
    // What cannot be written now stays, and is written with the next, or at the end.
    setImmediate(() => void this.flush().catch(() => undefined))
  }

  /**
   * Resolves when all look-ups noted so far are in the table.
   *
   * @throws {@link SsoError} `DatabaseBusy`, `DatabaseFull`, `DatabaseDamaged`
   */
  flush(): Promise<void> {
    this.#scheduled = false
    this.#writing = this.#writing.catch(() => undefined).then(() => this.#write())
    return this.#writing
  }

  async #write(): Promise<void> {
    const notes = this.#waiting
    if (notes.length === 0) return
    this.#waiting = []
    const rows = notes.map((note) => ({
      at: nearestInstant(new Date(note.at)),
      account: note.account,
      application: note.application,
      windows_account: note.windowsAccount,
      external_user: note.externalUser,
    }))
    try {
      await this.#database.transaction((within) => insertLookUps(within, rows))
    } catch (error) {
      this.#waiting = [...notes, ...this.#waiting]
      throw error
    }
  }
}
