/** A verb as people see it: its words, what it does, and what `--help` says of it. */
export interface VerbDescription {
  /** As the original spells it, without a prefix: `generateSecret`. Typed in any case and with any prefix. */
  readonly name: string
  /** What it does, a few words without a full stop: `generate the master secret`. */
  readonly summary: string
  /** Whole sentences: what to know before using it. One array entry is one paragraph. */
  readonly description: readonly string[]
  readonly arguments: readonly VerbArgument[]
  /** Those of this verb alone; the global ones are always there. */
  readonly options: readonly VerbOption[]
  /** At least one. Words after the program's name: `-generateSecret /media/usb/SSO1234.bak`. */
  readonly examples: readonly string[]
  /** What `--force` does here, where it does anything. */
  readonly force?: string
  /** Whether it asks before it goes on, so that `--yes` is of use. */
  readonly asks?: true
  /** Whether it can say what it would do without doing it; without this, `--dry-run` is refused. */
  readonly dryRun?: true
  /**
   * What it does where there is no SSO system: nothing is made and it ends with exit code 3, unless it is said here
   * that it makes one (`create`), that it is for making one (`create-only`) or that it needs none (`ignore`).
   */
  readonly ifNoSystem?: 'create' | 'create-only' | 'ignore'
  /** What to do when it was interrupted: a sentence. */
  readonly interrupted?: string
}

/** A word that follows the verb. */
export interface VerbArgument {
  /** Camel case; shown as `<name>`. */
  readonly name: string
  readonly what: string
  /** Only after all that must be given. */
  readonly optional?: true
  /** The words that are taken, in any case; the verb is given them as they are spelled here. */
  readonly choices?: readonly string[]
  /** What a shell offers; nothing if it is neither a file nor one of `choices`. */
  readonly offers?: 'file'
}

export interface VerbOption {
  /** Kebab case, without `--`. The verb is given it in camel case. */
  readonly name: string
  readonly what: string
  /** The name of its value, where it takes one: `text` is shown as `--reminder <text>`. */
  readonly value?: string
  /** Whether the value is a text of any kind, even none. */
  readonly isText?: true
  readonly offers?: 'file'
}

type CamelCase<S extends string> = S extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : S

/** The arguments and options that a verb is given, by name. */
export type Given<A extends readonly VerbArgument[], O extends readonly VerbOption[]> = {
  readonly [P in A[number] as P['name']]: P extends { readonly optional: true } ? string | undefined : string
} & {
  readonly [P in O[number] as CamelCase<P['name']>]: P extends { readonly value: string }
    ? string | undefined
    : boolean
}

/** Arguments and options of any verb, by name. */
export type GivenWords = Readonly<Record<string, string | boolean | undefined>>
