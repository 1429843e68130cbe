import { Command, CommanderError } from 'commander'
import { camelCase } from './camel-case.ts'
import { UsageError } from './usage-error.ts'
import type { GivenWords, VerbOption } from './verb.ts'

/**
 * Takes options out of a command line.
 *
 * @param name - the program and its verb, for errors
 * @returns the options' values by their names in camel case, and the words that are none
 * @throws {@link UsageError}
 */
export function parseOptions(
  name: string,
  options: readonly VerbOption[],
  argv: readonly string[],
): { options: GivenWords; words: readonly string[] } {
  const command = new Command(name).exitOverride().helpOption(false).allowExcessArguments()
  command.configureOutput({ writeErr: () => undefined })
  for (const { name: option, value } of options) {
    command.option(value === undefined ? `--${option}` : `--${option} <${value}>`)
  }
  try {
    command.parse(argv, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    const [said = ''] = error.message.replace(/^error: /, '').split('\n')
    // What follows `=` may be a secret that was meant for another option.
    throw new UsageError(`${name}: ${said.replace(/=.*$/s, "'")}. Try: ${name} --help`)
  }
  const given = command.opts<Record<string, string | boolean | undefined>>()
  for (const option of options) refuseValue(name, option, given[camelCase(option.name)], options)
  return { options: given, words: command.args }
}

/** What a script has left empty, or the next option that was taken for the value of this one. */
function refuseValue(
  line: string,
  { isText, name, value }: VerbOption,
  given: string | boolean | undefined,
  options: readonly VerbOption[],
): void {
  if (value === undefined || isText || typeof given !== 'string') return
  if (given.trim() === '') throw new UsageError(`${line}: --${name} is empty; it needs a <${value}>.`)
  if (options.some((other) => given === `--${other.name}`))
    throw new UsageError(`${line}: --${name} needs a <${value}>, and ${given} follows it.`)
}
