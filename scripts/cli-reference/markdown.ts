import { z } from 'zod'
import { dryRunOption, programOptions, verbOptions } from '../../electron/cli/grammar/global-options.ts'
import type { VerbOption } from '../../electron/cli/grammar/verb-data.ts'
import { exitCodeRows, ownOptions, showOption, spellingNote, usageOf } from '../../electron/cli/help/help.ts'
import { failureJson } from '../../electron/cli/outcome/failure-json.ts'
import type { Program } from '../../electron/cli/verb/program.ts'
import type { Verb } from '../../electron/cli/verb/verb.ts'
import { jsonShape, shapeOf } from './json-shape.ts'

/** docs/cli.md: all that `--help` says, and the shape of each verb's `--json`. */
export function commandLineReference(programs: readonly Program[]): string {
  const blocks = [
    '# The command lines',
    'Made by `npm run docs:cli` from the definitions in `electron/cli/`; a test fails when it is out of date.',
    ...programs.map(({ name, summary }) => `- [\`${name}\`](#${name}): ${summary}`),
    '## What holds for all of them',
    spellingNote,
    ...COMMON,
    table(['Option', 'What it does'], [...verbOptions, dryRunOption, ...programOptions].map(optionRow)),
    '### Exit codes',
    table(['Code', 'Meaning'], exitCodeRows()),
    '### JSON',
    ...JSON_RULES,
    ...programs.flatMap(programBlocks),
  ]
  return `${blocks.join('\n\n').replaceAll(/^(- .*)\n\n(?=- )/gm, '$1\n')}\n`
}

const COMMON = [
  'Results go to standard output; prompts, messages, progress and errors go to standard error. On a terminal progress is a bar; in a pipe, with `CI` set or on a dumb terminal it is a line for each step; with `--quiet` there is none. A reader that goes away early (`| head`) ends a list without an error.',
  'Passwords are never arguments. On a terminal they are asked for without echo. Otherwise `--password-stdin`, `--password-file` (refused if other accounts can read it) or `--password-fd` names where the first line is the password; where several values are needed, it is one line each. Without a terminal and without a source the command ends with exit code 2.',
  'Ctrl+C stops a command cleanly: the current rows are finished, nothing is left half done, and a line says how to go on. A second Ctrl+C ends it immediately and loses nothing that was done.',
  'Of the original, `ssops` (password synchronization) and `trace` have no counterpart: neither is part of this product.',
  'An error names the HRESULT of the original, its code and the number of its event; and, where that event was recorded, the tracking id under which it is found.',
]

const JSON_RULES = [
  'With `--json` a verb prints one JSON document of the shape shown with it: an object, or for lists an array with one item a line, printed while it is read. Times are UTC, ISO 8601. Fields are added over time; none is renamed or removed.',
  'An error is printed to standard output, too. `code` is one of the codes in `shared/errors.ts`, or `Usage` for a wrong command line. If a list fails midway, its array stays open, and the error is a line on standard error.',
  fence(shapeOf(failureJson(z))),
]

function programBlocks(program: Program): string[] {
  const { name, retired, summary, verbs } = program
  return [
    `## ${name}`,
    summary,
    ...verbs.flatMap((verb) => verbBlocks(program, verb)),
    ...(retired.length === 0
      ? []
      : [
          `### Not carried over from ${name} of the original`,
          table(
            ['Verb', 'Why'],
            retired.map((one) => [`\`-${one.name}\``, one.because]),
          ),
        ]),
  ]
}

function verbBlocks(program: Program, verb: Verb): string[] {
  const own = ownOptions(verb)
  const words = verb.arguments.map(({ name, what }) => [`\`<${name}>\``, inProse(what)] as const)
  return [
    `### ${program.name} -${verb.name}`,
    fence(usageOf(program, verb), 'text'),
    ...verb.description.map(inProse),
    ...(words.length + own.length === 0
      ? []
      : [table(['Argument or option', 'What it is'], [...words, ...own.map(optionRow)])]),
    fence(verb.examples.map((example) => `${program.name} ${example}`).join('\n'), 'sh'),
    'With `--json`:',
    fence(jsonShape(verb)),
  ]
}

/** Names of arguments would be taken for HTML. */
function inProse(text: string): string {
  return text.replaceAll(/<\w+>/g, '`$&`')
}

function optionRow(option: VerbOption): readonly [string, string] {
  return [`\`${showOption(option)}\``, inProse(option.what)]
}

function fence(text: string, language = 'ts'): string {
  return `\`\`\`${language}\n${text}\n\`\`\``
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
