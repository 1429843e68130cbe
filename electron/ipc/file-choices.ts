import { randomUUID } from 'node:crypto'
import type { Msid } from '../../shared/master-secret.ts'
import { SsoError } from '../core/errors/sso-error.ts'

/** A file picked in the native save dialog. Its path never reaches the renderer. */
export interface ChosenFile {
  readonly path: string
  /** Whether the file was there when it was picked, so that the dialog has asked about replacing it. */
  readonly mayReplace: boolean
  /** The secret yet to be generated that the suggested name was made for; absent if there is none. */
  readonly msid?: Msid
}

interface Remembered<T> {
  readonly file: T
  readonly expiresAt: number
}

const LIFE_MS = 30 * 60 * 1000

/**
 * The files that the console's page may refer to by token, for half an hour: those to write once, those to read any
 * number of times.
 */
export class FileChoices {
  readonly #toWrite = new Map<string, Remembered<ChosenFile>>()
  readonly #toRead = new Map<string, Remembered<string>>()
  readonly #now: () => number

  constructor(now: () => number = Date.now) {
    this.#now = now
  }

  /** @returns the token. */
  remember(file: ChosenFile): string {
    const token = randomUUID()
    this.#toWrite.set(token, this.#remembered(file))
    return token
  }

  /**
   * Uses a token up. If what it was used for fails, {@link giveBack} lets the administrator try again without
   * choosing again.
   *
   * @throws {@link SsoError} `FileChoiceExpired` for a token that is unknown, used or expired
   */
  claim(token: string): ChosenFile {
    const file = this.#find(this.#toWrite, token)
    this.#toWrite.delete(token)
    return file
  }

  giveBack(token: string, file: ChosenFile): void {
    this.#toWrite.set(token, this.#remembered(file))
  }

  /** @returns the token of a file that is to be read, which using does not use up. */
  rememberToRead(path: string): string {
    const token = randomUUID()
    this.#toRead.set(token, this.#remembered(path))
    return token
  }

  /** @throws {@link SsoError} `FileChoiceExpired` for a token that is unknown, expired or to write */
  pathToRead(token: string): string {
    return this.#find(this.#toRead, token)
  }

  #remembered<T>(file: T): Remembered<T> {
    return { file, expiresAt: this.#now() + LIFE_MS }
  }

  #find<T>(among: ReadonlyMap<string, Remembered<T>>, token: string): T {
    const found = among.get(token)
    if (found === undefined || found.expiresAt < this.#now()) {
      throw SsoError.of('FileChoiceExpired', {}, { field: 'backupFile' })
    }
    return found.file
  }
}
