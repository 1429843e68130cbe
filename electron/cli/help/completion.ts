import type { Shell } from '../grammar/global-options.ts'
import type { Program } from '../verb/program.ts'
import { bashCompletion } from './bash.ts'
import { fishCompletion } from './fish.ts'
import { powershellCompletion } from './powershell.ts'
import { zshCompletion } from './zsh.ts'

const scripts: Readonly<Record<Shell, (program: Program) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
  powershell: powershellCompletion,
}

/** The script that teaches a shell to complete `program`; its first lines say how it is installed. */
export function completionScript(shell: Shell, program: Program): string {
  return scripts[shell](program)
}
