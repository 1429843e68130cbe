import { optionsOf, programOptions, shells, verbOptions } from '../grammar/global-options.ts'
import type { VerbOption } from '../grammar/verb-data.ts'
import type { Program } from '../verb/program.ts'
import type { Verb } from '../verb/verb.ts'

/** A word that a shell offers, and what it means. */
export interface Offer {
  readonly word: string
  readonly what: string
}

/** What may follow a verb. */
export interface VerbOffers extends Offer {
  /** Options, and the words that the verb's arguments take. */
  readonly words: readonly Offer[]
  /** Whether one of its arguments is a file. */
  readonly files: boolean
}

/** What a shell offers for a program. */
export interface Offers {
  readonly verbs: readonly VerbOffers[]
  /** Where no verb has been typed yet, beside the verbs. */
  readonly program: readonly Offer[]
  /** Options followed by a file. */
  readonly fileOptions: readonly string[]
  /** Options followed by words of which none can be offered. */
  readonly valueOptions: readonly string[]
  /** What follows `--completion`. */
  readonly shells: readonly string[]
}

export function offersOf({ verbs }: Program): Offers {
  const options = [...verbOptions, ...verbs.flatMap(optionsOf)]
  const named = (wanted: (option: VerbOption) => boolean): string[] => [
    ...new Set(options.filter(wanted).map(({ name }) => `--${name}`)),
  ]
  return {
    verbs: verbs.map(offersOfVerb),
    program: programOptions.map(asOffer),
    fileOptions: named(({ offers }) => offers === 'file'),
    valueOptions: named(({ offers, value }) => value !== undefined && offers === undefined),
    shells,
  }
}

function offersOfVerb(verb: Verb): VerbOffers {
  const choices = verb.arguments.flatMap(({ choices: words = [], what }) =>
    words.map((word) => ({ word, what })),
  )
  return {
    word: `-${verb.name}`,
    what: verb.summary,
    words: [...choices, ...optionsOf(verb).map(asOffer), { word: '--help', what: 'show help' }],
    files: verb.arguments.some(({ offers }) => offers === 'file'),
  }
}

function asOffer({ name, what }: VerbOption): Offer {
  return { word: `--${name}`, what }
}
