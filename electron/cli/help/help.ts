import { dryRunOption, programOptions, verbOptions } from '../grammar/global-options.ts'
import type { VerbOption } from '../grammar/verb-data.ts'
import { exitCodeMeanings, exitCodes } from '../outcome/exit-codes.ts'
import { twoColumns, wrap } from '../terminal/text-layout.ts'
import type { Program } from '../verb/program.ts'
import type { Verb } from '../verb/verb.ts'

export const spellingNote =
  'Verbs and options may be written -verb, --verb or /verb, in any case, and with the dashes that pasted ' +
  'documentation brings. What follows -- is taken as it is.'

/** `ssoconfig -generateSecret <file>` */
export function usageOf(program: Pick<Program, 'name'>, verb: Verb): string {
  const words = verb.arguments.map(({ choices, name, optional }) => {
    const shown = choices ? choices.join('|') : `<${name}>`
    return optional ? `[${shown}]` : shown
  })
  return [program.name, `-${verb.name}`, ...words].join(' ')
}

/** `--reminder <text>` */
export function showOption({ name, value }: VerbOption): string {
  return value === undefined ? `--${name}` : `--${name} <${value}>`
}

/** The options that mean something to `verb` beside the ones that every verb takes. */
export function ownOptions(verb: Verb): readonly VerbOption[] {
  return [
    ...verb.options,
    ...(verb.force === undefined ? [] : [{ name: 'force', what: verb.force }]),
    ...(verb.asks ? [{ name: 'yes', what: 'go on without asking' }] : []),
    ...(verb.dryRun ? [dryRunOption] : []),
  ]
}

/** Rows of exit codes and what they mean. */
export function exitCodeRows(): readonly (readonly [string, string])[] {
  return Object.entries(exitCodeMeanings).map(([outcome, meaning]) => [
    String(exitCodes[outcome as keyof typeof exitCodes]),
    meaning,
  ])
}

export function verbHelp(program: Program, verb: Verb): string {
  const own = ownOptions(verb)
  const common = verbOptions.filter(({ name }) => name !== 'force' && name !== 'yes')
  return lines([
    [`Usage: ${usageOf(program, verb)} [options]`],
    ...verb.description.map((paragraph) => wrap(paragraph)),
    section(
      'Arguments',
      verb.arguments.map(({ name, what }) => [`<${name}>`, what]),
    ),
    section('Options', [...own, ...common].map(asRow)),
    ['Examples:', ...verb.examples.map((example) => `  ${program.name} ${example}`)],
  ])
}

export function programHelp(program: Program): string {
  return lines([
    [`Usage: ${program.name} -verb [arguments] [options]`],
    wrap(program.summary),
    section(
      'Verbs',
      program.verbs.map((verb) => [`-${verb.name}`, verb.summary]),
    ),
    section('Options', [...verbOptions, dryRunOption, ...programOptions].map(asRow)),
    wrap(`${spellingNote} More about a verb: ${program.name} -verb --help`),
    section('Exit codes', exitCodeRows()),
  ])
}

function asRow(option: VerbOption): readonly [string, string] {
  return [showOption(option), option.what]
}

function section(title: string, rows: readonly (readonly [string, string])[]): string[] {
  return rows.length === 0 ? [] : [`${title}:`, ...twoColumns(rows)]
}

/** Blocks of lines, an empty line between them. */
function lines(blocks: readonly (readonly string[])[]): string {
  const shown = blocks.filter((block) => block.length > 0).map((block) => block.join('\n'))
  return `${shown.join('\n\n')}\n`
}
