import type { Program } from '../verb/program.ts'
import { type Offer, offersOf } from './offers.ts'

export function fishCompletion(program: Program): string {
  const { fileOptions, program: alone, shells, valueOptions, verbs } = offersOf(program)
  const { name } = program
  const names = verbs.map(({ word }) => word).join(' ')
  const noVerb = `not __fish_seen_argument_of_${name}`
  const lines = [
    `# ${name}: completion for fish. Save it as ~/.config/fish/completions/${name}.fish:`,
    `#   ${name} --completion fish > ~/.config/fish/completions/${name}.fish`,
    `function __fish_seen_argument_of_${name}`,
    '    for one in (commandline -opc)',
    `        contains -- $one ${names}; and return 0`,
    '    end',
    '    return 1',
    'end',
    `function __fish_verb_of_${name}`,
    '    contains -- $argv[1] (commandline -opc)',
    'end',
    `complete -c ${name} -f`,
    ...[...verbs, ...alone].map((one) => offer(name, noVerb, one)),
    ...verbs.flatMap((verb) => [
      ...verb.words.map((one) => offer(name, `__fish_verb_of_${name} ${verb.word}`, one)),
      ...(verb.files ? [`complete -c ${name} -n '__fish_verb_of_${name} ${verb.word}' -F`] : []),
    ]),
    ...fileOptions.map((option) => `complete -c ${name} -l ${option.slice(2)} -r -F`),
    ...valueOptions.map((option) => `complete -c ${name} -l ${option.slice(2)} -x`),
    `complete -c ${name} -l completion -x -a '${shells.join(' ')}'`,
  ]
  return `${lines.join('\n')}\n`
}

function offer(program: string, when: string, { what, word }: Offer): string {
  const meaning = what.replaceAll("'", "\\'")
  return `complete -c ${program} -n '${when}' -a '${word}' -d '${meaning}'`
}
