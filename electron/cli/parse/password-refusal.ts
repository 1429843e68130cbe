import type { VerbDescription } from '../grammar/verb-data.ts'
import { UsageError } from '../terminal/usage-error.ts'

/** `--password`, `-pw`, `/passphrase:…`; not the sources of {@link passwordOptions}. */
const PASSWORD_ARGUMENT =
  /^(?:(?:--?|[–—]|â€.)(?:p|pw|pwd)|(?:--?|\/|[–—]|â€.)pass(?:wd|word|phrase)?)(?:[=:]|$)/i

const REASON =
  'A password is not taken as an argument, because other accounts could see it and the shell keeps it. ' +
  'Type it when asked, or use --password-stdin, --password-file or --password-fd.'

/** @throws {@link UsageError} for an attempt to pass a password; it does not repeat what was given. */
export function refusePasswordArguments(argv: readonly string[]): void {
  if (argv.some((argument) => PASSWORD_ARGUMENT.test(argument))) throw new UsageError(REASON)
}

/** @throws {@link UsageError} if `verb` asks for a password: a word too many is likely to be one. */
export function refuseArgumentsAfterPassword(verb: VerbDescription): void {
  if (verb.options.some(({ name }) => name === 'password-stdin')) {
    throw new UsageError(`-${verb.name} takes fewer arguments. ${REASON}`)
  }
}
