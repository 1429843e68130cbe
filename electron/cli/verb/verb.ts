import type { ZodType, z } from 'zod'
import type { Given, GivenWords, VerbArgument, VerbDescription, VerbOption } from '../grammar/verb-data.ts'
import type { VerbContext } from './verb-context.ts'

/** zod, passed to `json` so that nothing but tests and documentation loads it. */
export type Zod = typeof z

/** Part of a verb's answer: the whole of it, or one item of a list. */
export interface Answer {
  /** For `--json`. */
  readonly value: unknown
  /** For people; without line endings. */
  readonly lines: readonly string[]
  /** Whether what was found calls for exit code 1. */
  readonly failed: boolean
}

/**
 * A verb as the framework runs it; made by {@link defineVerb} and {@link defineListVerb}.
 *
 * How the command lines are made: a program (`ssoconfig`, `ssomanage`, `ssoclient`) is a list of verbs in
 * `<program>/program.ts`. A verb is data and two functions, in a file of its own: `run` calls one service of the core
 * and returns its result, `print` makes lines of that. Everything else is made from the data: the parser and its old
 * spellings, `--help`, `--json`, the completions, the man pages and docs/cli.md.
 *
 * To add a verb:
 * 1. Write `<program>/<verb-in-kebab-case>.ts` which exports `defineVerb({…})`, or `defineListVerb({…})` if its
 *    answer can be long: then `run` is an async generator, and each item is printed as it comes.
 * 2. Add it to the list in `<program>/program.ts`; the list's order is that of `--help`.
 * 3. `npm run docs:cli` writes docs/cli.md anew; a test fails until that is done.
 *
 * What a verb's file must keep to, so that `--help` starts as fast as Node does:
 * - Of the core it imports types only, and `core/crypto/wipe.ts`. The services come from `context.system()`, which
 *   loads the core and opens the data directory; the framework closes it. Further functions of the core that a verb
 *   calls go into core-services.ts and come from `context.core()`.
 * - `json` is given zod instead of importing it: `json: (zod) => zod.strictObject({ msid: zod.string() })`.
 * - Results are returned, never written. Messages go to `context.note`, steps and counts to `context.progress`,
 *   questions to `context.confirm`, passwords and credentials come from `context.passwords`, with
 *   `options: [...passwordOptions, …]`. Whoever asks for a password wipes it.
 * - A verb that checks something says with `failed` which results are to end with exit code 1.
 * - It throws `UsageError` for what is wrong with the command line, and lets the errors of the core pass.
 */
export interface Verb extends VerbDescription {
  /** Whether `--json` prints an array, one item a line as they come, of what `json` describes. */
  readonly isList: boolean
  /** The shape of the result, or of one item of a list. */
  readonly json: (zod: Zod) => ZodType
  readonly answer: (context: VerbContext, given: GivenWords) => AsyncIterable<Answer>
}

interface Definition<A extends readonly VerbArgument[], O extends readonly VerbOption[], R>
  extends Omit<VerbDescription, 'arguments' | 'options'> {
  readonly arguments?: A
  readonly options?: O
  readonly json: (zod: Zod) => ZodType<NoInfer<R>>
  /** Lines for people, without line endings. */
  readonly print: (result: NoInfer<R>) => readonly string[]
  /** Whether a result, though printed, ends with exit code 1: for verbs that check something. */
  readonly failed?: (result: NoInfer<R>) => boolean
}

/** A verb with one answer. */
export function defineVerb<
  const A extends readonly VerbArgument[] = [],
  const O extends readonly VerbOption[] = [],
  R = never,
>(
  definition: Definition<A, O, R> & {
    readonly run: (context: VerbContext, given: Given<A, O>) => Promise<R>
  },
): Verb {
  const { arguments: words = [], failed = () => false, options = [], print, run, ...rest } = definition
  async function* answer(context: VerbContext, given: GivenWords): AsyncIterable<Answer> {
    const value = await run(context, given as Given<A, O>)
    yield { value, lines: print(value), failed: failed(value) }
  }
  return { ...rest, arguments: words, options, isList: false, answer }
}

/** A verb whose answer is a list, printed while it is read. `print` makes the lines of one item. */
export function defineListVerb<
  const A extends readonly VerbArgument[] = [],
  const O extends readonly VerbOption[] = [],
  R = never,
>(
  definition: Definition<A, O, R> & {
    readonly run: (context: VerbContext, given: Given<A, O>) => AsyncIterable<R>
  },
): Verb {
  const { arguments: words = [], failed = () => false, options = [], print, run, ...rest } = definition
  async function* answer(context: VerbContext, given: GivenWords): AsyncIterable<Answer> {
    for await (const value of run(context, given as Given<A, O>)) {
      yield { value, lines: print(value), failed: failed(value) }
    }
  }
  return { ...rest, arguments: words, options, isList: true, answer }
}
