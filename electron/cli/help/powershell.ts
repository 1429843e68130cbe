import type { Program } from '../verb/program.ts'
import { type Offer, offersOf } from './offers.ts'

export function powershellCompletion(program: Program): string {
  const { fileOptions, program: alone, shells, valueOptions, verbs } = offersOf(program)
  const { name } = program
  return `# ${name}: completion for PowerShell. Put this line into your profile:
#   ${name} --completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName ${name} -ScriptBlock {
  param($word, $line, $position)
  $typed = @($line.CommandElements | Select-Object -Skip 1 | Where-Object { $_.Extent.EndOffset -lt $position } | ForEach-Object { $_.ToString() })
  $previous = if ($typed.Count -gt 0) { $typed[-1] } else { '' }
  # Nothing is offered here, so that PowerShell offers files.
  if (@(${list(fileOptions)}) -contains $previous) { return }
  if (@(${list(valueOptions)}) -contains $previous) { return }
  $verbs = [ordered]@{
${verbs.map((verb) => `    '${verb.word}' = @(${pairs(verb.words)})`).join('\n')}
  }
  $verb = $typed | Where-Object { $verbs.Contains($_) } | Select-Object -First 1
  $offers = if ($previous -eq '--completion') { @(${pairs(shells.map((word) => ({ word, what: word })))}) }
    elseif ($verb) { $verbs[$verb] }
    else { @(${pairs([...verbs, ...alone])}) }
  $offers | Where-Object { $_[0] -like "$word*" } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_[0], $_[0], 'ParameterValue', $_[1])
  }
}
`
}

function list(words: readonly string[]): string {
  return words.map((word) => `'${word}'`).join(', ')
}

/** An array of pairs; the comma keeps PowerShell from joining a single one with its neighbours. */
function pairs(offers: readonly Offer[]): string {
  return offers.map(({ what, word }) => `@('${word}', '${what.replaceAll("'", "''")}')`).join(', ')
}
