import { randomUUID } from 'node:crypto'
import type { Msid } from '../../shared/master-secret.ts'
import { SsoError } from '../core/sso-error.ts'

/** A file picked in a native dialog. Its path never reaches the renderer. */
export interface ChosenFile {
  readonly path: string
  /** Whether the file was there when it was picked, so that the dialog has asked about replacing it. */
  readonly mayReplace: boolean
  /** The secret that the suggested name was made for. */
  readonly msid: Msid
}

interface Remembered {
  readonly file: ChosenFile
  readonly windowId: number
  readonly expiresAt: number
}

const LIFE_MS = 30 * 60 * 1000

/** The files that windows may refer to by token: single use, bound to the window, for half an hour. */
export class FileChoices {
  readonly #remembered = new Map<string, Remembered>()
  readonly #now: () => number

  constructor(now: () => number = Date.now) {
    this.#now = now
  }

  /** @returns the token. */
  remember(windowId: number, file: ChosenFile): string {
    const token = randomUUID()
    this.#remembered.set(token, { file, windowId, expiresAt: this.#now() + LIFE_MS })
    return token
  }

  /**
   * Uses a token up. If what it was used for fails, {@link giveBack} lets the administrator try again without
   * choosing again.
   *
   * @throws {@link SsoError} `FileChoiceExpired` for a token that is unknown, used, expired or another window's
   */
  claim(windowId: number, token: string): ChosenFile {
    const found = this.#remembered.get(token)
    if (found === undefined || found.windowId !== windowId || found.expiresAt < this.#now()) {
      throw SsoError.of('FileChoiceExpired', {}, { field: 'backupFile' })
    }
    this.#remembered.delete(token)
    return found.file
  }

  giveBack(windowId: number, token: string, file: ChosenFile): void {
    this.#remembered.set(token, { file, windowId, expiresAt: this.#now() + LIFE_MS })
  }

  forgetWindow(windowId: number): void {
    for (const [token, { windowId: owner }] of this.#remembered) {
      if (owner === windowId) this.#remembered.delete(token)
    }
  }
}
