import { windowsPathReason } from '../../../shared/windows-path.ts'
import { camelCase } from '../grammar/camel-case.ts'
import {
  type GlobalOptions,
  optionsOf,
  programOptions,
  type Shell,
  shells,
  verbOptions,
} from '../grammar/global-options.ts'
import { respell, takesNext } from '../grammar/old-spelling.ts'
import type { GivenWords, VerbArgument, VerbOption } from '../grammar/verb-data.ts'
import { UsageError } from '../terminal/usage-error.ts'
import type { Program } from '../verb/program.ts'
import type { Verb } from '../verb/verb.ts'
import { refuseArgumentsAfterPassword, refusePasswordArguments } from './password-refusal.ts'
import { unknownVerb } from './unknown-verb.ts'

/** What a command line asks for. */
export type CommandLine =
  | { readonly kind: 'help'; readonly verb: Verb | null }
  | { readonly kind: 'version' }
  | { readonly kind: 'completion'; readonly shell: Shell }
  | {
      readonly kind: 'verb'
      readonly verb: Verb
      readonly given: GivenWords
      readonly options: GlobalOptions
    }

/** @throws {@link UsageError} */
export async function parseCommandLine(program: Program, argv: readonly string[]): Promise<CommandLine> {
  refusePasswordArguments(argv)
  const words = spell(program, argv)
  const { named, rest } = takeVerbs(program, words)
  const [name, another] = named
  const verb = program.verbs.find((one) => one.name === name) ?? null
  if (rest.includes('--help')) return { kind: 'help', verb }
  if (rest.includes('--version')) return { kind: 'version' }
  if (another !== undefined) throw new UsageError(`One verb at a time: -${name} or -${another}.`)
  const retired = program.retired.find((one) => one.name === name)
  if (retired !== undefined) throw new UsageError(`-${retired.name} is not carried over. ${retired.because}`)
  if (verb !== null) return { kind: 'verb', verb, ...(await parseVerb(program, verb, rest)) }
  return parseWithoutVerb(program, rest)
}

/** Whether errors are to be printed as JSON, even those of the command line itself. */
export function wantsJson(program: Program, argv: readonly string[]): boolean {
  const words = spell(program, argv)
  return words.slice(0, words.includes('--') ? words.indexOf('--') : undefined).includes('--json')
}

function spell(program: Program, argv: readonly string[]): string[] {
  const options = everyOption(program)
  const verbs = [...program.verbs, ...program.retired]
  const names = [...verbs, ...options].map(({ name }) => name)
  return respell(argv, names, valued(options))
}

function everyOption({ verbs }: Program): readonly VerbOption[] {
  return [...programOptions, ...verbOptions, ...verbs.flatMap(optionsOf)]
}

function valued(options: readonly VerbOption[]): readonly string[] {
  return options.filter(({ value }) => value !== undefined).map(({ name }) => name)
}

/** Takes the verbs out of `words`; what is joined to one by `=` becomes the word after it. */
function takeVerbs(program: Program, words: readonly string[]): { named: string[]; rest: string[] } {
  const names = [...program.verbs, ...program.retired].map(({ name }) => `--${name}`)
  const options = valued(everyOption(program))
  const end = words.includes('--') ? words.indexOf('--') : words.length
  const named: string[] = []
  const rest: string[] = []
  for (const [at, word] of words.entries()) {
    const [head = '', ...value] = word.split('=')
    const isVerb = at < end && names.includes(head) && !takesNext(words[at - 1], options)
    if (!isVerb) rest.push(word)
    else {
      named.push(head.slice(2))
      if (value.length > 0) rest.push(value.join('='))
    }
  }
  return { named, rest }
}

function parseWithoutVerb(program: Program, rest: readonly string[]): CommandLine {
  const completion = rest.findIndex((word) => /^--completion(=|$)/.test(word))
  if (completion !== -1) {
    const [, joined] = rest[completion]?.split('=') ?? []
    return { kind: 'completion', shell: asShell(joined ?? rest[completion + 1] ?? '') }
  }
  const known = verbOptions.map((option) => `--${option.name}`)
  const unknown = rest.find((word) => /^[-–—/â]/.test(word) && !known.includes(withoutValue(word)))
  throw unknownVerb(program, rest, unknown && withoutValue(unknown))
}

function asShell(word: string): Shell {
  const shell = shells.find((one) => one === word.toLowerCase())
  if (shell === undefined) throw new UsageError(`Completion scripts are made for ${shells.join(', ')}.`)
  return shell
}

async function parseVerb(
  program: Program,
  verb: Verb,
  rest: readonly string[],
): Promise<{ given: GivenWords; options: GlobalOptions }> {
  // Help and usage errors do without.
  const { parseOptions } = await import('./parse-options.ts')
  const line = `${program.name} -${verb.name}`
  const { options, words } = parseOptions(program, verb, rest)
  for (const { name, offers } of optionsOf(verb))
    if (offers === 'file') refuseWindowsPath(line, `--${name}`, options[camelCase(name)])
  const given: Record<string, string | boolean | undefined> = {}
  for (const { name, value } of verb.options) {
    const key = camelCase(name)
    given[key] = value === undefined ? options[key] === true : options[key]
  }
  return { given: { ...given, ...takeArguments(program, verb, words) }, options: globals(options) }
}

function globals({ dataDir, dryRun, force, json, quiet, yes }: GivenWords): GlobalOptions {
  return {
    dataDir: typeof dataDir === 'string' ? dataDir : undefined,
    json: json === true,
    yes: yes === true,
    force: force === true,
    quiet: quiet === true,
    dryRun: dryRun === true,
  }
}

function takeArguments(program: Program, verb: Verb, words: readonly string[]): GivenWords {
  const line = `${program.name} -${verb.name}`
  const { arguments: expected } = verb
  if (words.length > expected.length) {
    refuseArgumentsAfterPassword(verb)
    throw new UsageError(`${line} takes ${count(expected.length)}, not ${words.length}. Try: ${line} --help`)
  }
  const empty = expected.find((_, at) => words[at]?.trim() === '')
  if (empty !== undefined) throw new UsageError(`${line}: <${empty.name}> is empty. Try: ${line} --help`)
  const missing = expected.find(({ optional }, at) => !optional && words[at] === undefined)
  if (missing !== undefined) throw new UsageError(`${line} needs <${missing.name}>. Try: ${line} --help`)
  return Object.fromEntries(expected.map((one, at) => [one.name, choose(line, one, words[at])]))
}

function count(words: number): string {
  return words === 0 ? 'no argument' : words === 1 ? 'one argument' : `${words} arguments`
}

function choose(
  line: string,
  { choices, name, offers }: VerbArgument,
  word: string | undefined,
): string | undefined {
  if (offers === 'file') refuseWindowsPath(line, `<${name}>`, word)
  if (word === undefined || choices === undefined) return word
  const choice = choices.find((one) => one.toLowerCase() === word.toLowerCase())
  if (choice === undefined) throw new UsageError(`${line}: <${name}> is one of ${choices.join(', ')}.`)
  return choice
}

/** It would become a file of that name. */
function refuseWindowsPath(line: string, what: string, value: string | boolean | undefined): void {
  const reason = typeof value === 'string' ? windowsPathReason(value, process.platform) : null
  if (reason === null) return
  throw new UsageError(
    `${line}: ${what} is a path of Windows (${reason}), and this computer has none such. Give a path of this system; put ./ before it if a file of that very name is meant.`,
  )
}

/** What follows `=` may be a secret that was meant for another option. */
function withoutValue(word: string): string {
  return word.replace(/=.*$/s, '')
}
