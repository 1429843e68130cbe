import type { SystemExpectation } from '../../core/require-place.ts'
import type { SsoSystem } from '../../core/sso-system.ts'
import type { GlobalOptions } from '../grammar/global-options.ts'
import type { Host } from '../host/host.ts'
import { makePasswords } from '../passwords/make-passwords.ts'
import { writeMessage } from '../terminal/io.ts'
import { makeProgress } from '../terminal/progress.ts'
import { TypedLines } from '../terminal/typed-lines.ts'
import { Declined, UsageError } from '../terminal/usage-error.ts'
import type { Answer, Verb } from '../verb/verb.ts'
import type { VerbContext } from '../verb/verb-context.ts'

const expectations = { create: 'either', 'create-only': 'new', ignore: null } as const

function expectationOf(ifNoSystem: Verb['ifNoSystem'], { force }: GlobalOptions): SystemExpectation | null {
  if (ifNoSystem === undefined) return 'existing'
  return ifNoSystem === 'create-only' && force ? 'anew' : expectations[ifNoSystem]
}

/** One run of a verb: its context, and what has to be closed after it. */
export class VerbRun {
  readonly context: VerbContext
  readonly #typed: TypedLines
  #system: Promise<SsoSystem> | undefined
  #failed = false
  readonly #expected: SystemExpectation | null

  constructor(program: string, { ifNoSystem }: Verb, options: GlobalOptions, { core, io, signal }: Host) {
    this.#expected = expectationOf(ifNoSystem, options)
    const dataDirectory = async () => (await core()).locateDataDirectory(options.dataDir)
    this.#typed = new TypedLines(io, signal)
    this.context = {
      program,
      io,
      options,
      signal,
      core,
      dataDirectory,
      progress: makeProgress(io, options.quiet),
      // Whoever asks for a password uses the core next: it is loaded meanwhile.
      passwords: makePasswords(io, this.#typed, () => void core().catch(() => undefined), signal),
      system: () => {
        this.#system ??= this.#open()
        return this.#system
      },
      note: (...lines) => {
        if (!options.quiet) writeMessage(io, ...lines)
      },
      confirm: (question) => this.#confirm(question),
    }
  }

  /**
   * Looks whether the verb finds at its place what it needs, before it asks for anything. Touches nothing.
   *
   * @throws {@link SsoError} those of `requirePlace`
   */
  async checkPlace(): Promise<void> {
    if (this.#expected === null) return
    const { core, dataDirectory, note } = this.context
    const directory = await dataDirectory()
    const owner = await (await core()).requirePlace(directory, this.#expected)
    if (owner !== null)
      note(
        `The data directory ${directory.path} belongs to ${owner}. Its files remain those of that account.`,
      )
  }

  async #open(): Promise<SsoSystem> {
    const { core, dataDirectory, note } = this.context
    const { openSystem } = await core()
    const directory = await dataDirectory()
    const system = await openSystem(directory, this.#expected ?? 'existing')
    if (system.isNew && this.#expected === 'either')
      note(
        `There was no SSO system in ${directory.path}. It was created, with this computer as its master secret server.`,
      )
    return system
  }

  /** Whether an answer that was passed on calls for exit code 1. */
  get failed(): boolean {
    return this.#failed
  }

  /** Passes answers on, the progress bar off the terminal before each. */
  async *watch(answers: AsyncIterable<Answer>): AsyncIterable<Answer> {
    try {
      for await (const answer of answers) {
        this.#failed ||= answer.failed
        this.context.progress.end()
        yield answer
      }
    } finally {
      this.context.progress.end()
    }
  }

  /** Closes the system, if it was opened. */
  async close(): Promise<void> {
    const system = await this.#system?.catch(() => undefined)
    await system?.close()
  }

  async #confirm(question: string): Promise<void> {
    const { options } = this.context
    if (options.yes) return
    if (!this.#typed.isThere) {
      throw new UsageError(`${question} There is no terminal to answer on. Use --yes if you mean it.`)
    }
    const answer = await this.#typed.ask(`${question} [y/N] `, true)
    if (!/^\s*y(es)?\s*$/i.test(new TextDecoder().decode(answer))) throw new Declined(question)
  }
}
