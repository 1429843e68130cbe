import { z } from 'zod'
import type { Program } from '../../../electron/cli/verb/program.ts'
import type { Verb } from '../../../electron/cli/verb/verb.ts'

/** What a verb printed with `--json`, having checked it against the shape that is documented for it. */
export function jsonOf<T>(program: Program, name: string, stdout: string): T {
  const verb = verbOf(program, name)
  const shape = verb.json(z)
  return (verb.isList ? z.array(shape) : shape).parse(JSON.parse(stdout)) as T
}

export function verbOf(program: Program, name: string): Verb {
  const verb = program.verbs.find((one) => one.name === name)
  if (verb === undefined) throw new Error(`${program.name} has no verb ${name}`)
  return verb
}
