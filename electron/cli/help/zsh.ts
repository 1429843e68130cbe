import type { Program } from '../verb/program.ts'
import { type Offer, offersOf } from './offers.ts'

export function zshCompletion(program: Program): string {
  const { fileOptions, program: alone, shells, valueOptions, verbs } = offersOf(program)
  const { name } = program
  return `#compdef ${name}
# ${name}: completion for zsh. Put this line into ~/.zshrc, after compinit:
#   source <(${name} --completion zsh)
_${name}() {
  local one verb=''
  local -a offers
  for one in "\${(@)words[2,CURRENT - 1]}"; do
    case "$one" in (${verbs.map(({ word }) => word).join('|')}) verb="$one" ;; esac
  done
  case "\${words[CURRENT - 1]}" in
    (${fileOptions.join('|')}) _files; return ;;
    (${valueOptions.join('|')}) return ;;
    (--completion) compadd ${shells.join(' ')}; return ;;
  esac
  case "$verb" in
${verbs.map((verb) => `    (${verb.word}) offers=(${describe(verb.words)})${verb.files ? '; _files' : ''} ;;`).join('\n')}
    (*) offers=(${describe([...verbs, ...alone])}) ;;
  esac
  _describe -o ${name} offers
}
compdef _${name} ${name}
`
}

/** Words with their meaning as \`_describe\` takes them. */
function describe(offers: readonly Offer[]): string {
  return offers.map(({ what, word }) => `'${word}:${what.replaceAll("'", "'\\''")}'`).join(' ')
}
