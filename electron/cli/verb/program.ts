import type { Verb } from './verb.ts'

/** A verb of the original that is not carried over. */
export interface RetiredVerb {
  readonly name: string
  /** Why, and what to do instead: whole sentences. */
  readonly because: string
}

/** One of the command lines. */
export interface Program {
  readonly name: string
  /** What it is for: a sentence. */
  readonly summary: string
  readonly verbs: readonly Verb[]
  readonly retired: readonly RetiredVerb[]
}
