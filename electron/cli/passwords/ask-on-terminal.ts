import { type BackupPassword, findPasswordFaults } from '../../../shared/backup-password.ts'
import type { SsoErrorData } from '../../../shared/errors.ts'
import { wipe } from '../../core/crypto/wipe.ts'
import { type CliIo, writeMessage } from '../terminal/io.ts'
import { terminalText } from '../terminal/terminal-remedies.ts'
import type { TypedLines } from '../terminal/typed-lines.ts'
import { UsageError } from '../terminal/usage-error.ts'
import type { AskedValue } from './passwords.ts'

/** How often something is asked for before it is given up. */
const TRIES = 3

/** Asks for what is not fit to be an argument. The caller wipes the answers. */
export class AskOnTerminal {
  readonly #io: CliIo
  readonly #typed: TypedLines

  constructor(io: CliIo, typed: TypedLines) {
    this.#io = io
    this.#typed = typed
  }

  once(label: string, shown = false): Promise<Uint8Array> {
    return this.#typed.ask(`${label}: `, shown)
  }

  /** @throws {@link UsageError} if the two answers for a value keep differing */
  async values(asked: readonly AskedValue[]): Promise<Uint8Array[]> {
    const values: Uint8Array[] = []
    try {
      for (const one of asked) values.push(await this.#value(one))
      return values
    } catch (error) {
      wipe(...values)
      throw error
    }
  }

  async #value({ label, masked, twice }: AskedValue): Promise<Uint8Array> {
    for (let tries = 1; ; tries += 1) {
      const value = await this.once(label, !masked)
      if (!twice) return value
      const again = await this.once(`Confirm ${label}`, !masked)
      const isSame = Buffer.compare(value, again) === 0
      wipe(again)
      if (isSame) return value
      wipe(value)
      if (tries === TRIES) throw new UsageError(`The two answers for ${label} differ. Nothing was changed.`)
      writeMessage(this.#io, `The two answers for ${label} differ. Type it again, twice.`)
    }
  }

  /** What is not fit is said at once and asked for again; the last answer is for its user to refuse. */
  async newBackup(given: string | undefined): Promise<BackupPassword> {
    const { confirmation, isFit, password } = await this.#password()
    try {
      const reminder = given ?? (isFit ? await this.#reminder(password) : '')
      return { password, confirmation, reminder }
    } catch (error) {
      wipe(password, confirmation)
      throw error
    }
  }

  async #password(): Promise<Omit<BackupPassword, 'reminder'> & { readonly isFit: boolean }> {
    for (let tries = 1; ; tries += 1) {
      const password = await this.once('Password')
      const unfit = findPasswordFaults({ password, confirmation: password, reminder: '' }).password
      const confirmation =
        unfit === undefined ? await this.once('Confirm Password') : Uint8Array.from(password)
      const fault = unfit ?? findPasswordFaults({ password, confirmation, reminder: '' }).confirmation
      const isFit = fault === undefined
      if (isFit || tries === TRIES) return { password, confirmation, isFit }
      wipe(password, confirmation)
      this.#say(fault)
    }
  }

  async #reminder(password: Uint8Array): Promise<string> {
    for (let tries = 1; ; tries += 1) {
      const typed = await this.once('Password reminder', true)
      const reminder = new TextDecoder().decode(typed)
      wipe(typed)
      const unfit = findPasswordFaults({ password, confirmation: password, reminder }).reminder
      if (unfit === undefined || tries === TRIES) return reminder
      this.#say(unfit)
    }
  }

  #say(fault: SsoErrorData): void {
    const { message, remedy } = terminalText(fault)
    writeMessage(this.#io, `${message} ${remedy}`)
  }
}
