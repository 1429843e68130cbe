import { dryRunOption, programOptions, verbOptions } from '../../electron/cli/grammar/global-options.ts'
import type { VerbOption } from '../../electron/cli/grammar/verb-data.ts'
import { exitCodeRows, ownOptions, showOption, spellingNote, usageOf } from '../../electron/cli/help/help.ts'
import type { Program } from '../../electron/cli/verb/program.ts'
import type { Verb } from '../../electron/cli/verb/verb.ts'

/** The manual page (section 1) of a program, for `man`. */
export function manPage(program: Program, version: string): string {
  const { name, summary, verbs } = program
  const lines = [
    `.TH ${name.toUpperCase()} 1 "" "SSO Administration ${roff(version)}"`,
    '.SH NAME',
    `${name} \\- ${roff(summary.replace(/\.$/, ''))}`,
    '.SH SYNOPSIS',
    `.B ${name}`,
    roff('-verb [arguments] [options]'),
    '.SH DESCRIPTION',
    roff(spellingNote),
    '.SH VERBS',
    ...verbs.flatMap((verb) => verbLines(program, verb)),
    '.SH OPTIONS',
    ...[...verbOptions, dryRunOption, ...programOptions].flatMap(optionLines),
    '.SH EXIT STATUS',
    ...exitCodeRows().flatMap(([code, meaning]) => tagged(code, meaning)),
    '.SH ENVIRONMENT',
    ...tagged('SSO_DATA_DIR', 'the data directory, where --data-dir does not name another'),
    ...tagged('CI', 'where it is set, progress is a line for each step'),
  ]
  return `${lines.join('\n')}\n`
}

function verbLines(program: Program, verb: Verb): string[] {
  return [
    `.SS "${roff(usageOf(program, verb))}"`,
    ...verb.description.flatMap((paragraph) => [roff(paragraph), '.PP']).slice(0, -1),
    ...verb.arguments.flatMap(({ name, what }) => tagged(`<${name}>`, what)),
    ...ownOptions(verb).flatMap(optionLines),
    '.PP',
    ...verb.examples.flatMap((example) => ['.RS', '.nf', roff(`${program.name} ${example}`), '.fi', '.RE']),
  ]
}

function optionLines(option: VerbOption): string[] {
  return tagged(showOption(option), option.what)
}

function tagged(tag: string, text: string): string[] {
  return ['.TP', `.B "${roff(tag)}"`, roff(text)]
}

/** roff reads backslashes everywhere, and dots and apostrophes that begin a line. */
function roff(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('"', '\\(dq')
    .replace(/^(?=[.'])/, '\\&')
}
