import type { Program } from '../verb/program.ts'
import { offersOf } from './offers.ts'

export function bashCompletion(program: Program): string {
  const { fileOptions, program: alone, shells, valueOptions, verbs } = offersOf(program)
  const { name } = program
  const words = (offers: readonly { readonly word: string }[]): string =>
    offers.map(({ word }) => word).join(' ')
  return `# ${name}: completion for bash. Put this line into ~/.bashrc:
#   source <(${name} --completion bash)
_${name}() {
  local word="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD - 1]}"
  local one verb='' words='' files=''
  for one in "\${COMP_WORDS[@]:1:COMP_CWORD - 1}"; do
    case "$one" in ${verbs.map(({ word }) => word).join(' | ') || "''"}) verb="$one" ;; esac
  done
  case "$previous" in
    ${fileOptions.join(' | ')}) files=yes ;;
    ${[...valueOptions, "''"].join(' | ')}) return ;;
    --completion) words='${shells.join(' ')}' ;;
    *)
      case "$verb" in
${verbs.map((verb) => `        ${verb.word}) words='${words(verb.words)}' files=${verb.files ? 'yes' : "''"} ;;`).join('\n')}
        *) words='${words([...verbs, ...alone])}' ;;
      esac
      ;;
  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
  if [[ -n "$files" && "$word" != -* ]]; then
    compopt -o filenames 2> /dev/null
    mapfile -t -O "\${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "$word")
  fi
}
complete -F _${name} ${name}
`
}
