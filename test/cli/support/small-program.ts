import { expect } from 'vitest'
import { passwordOptions } from '../../../electron/cli/passwords/password-options.ts'
import type { Program } from '../../../electron/cli/verb/program.ts'
import { defineListVerb, defineVerb } from '../../../electron/cli/verb/verb.ts'
import { SsoError } from '../../../electron/core/errors/sso-error.ts'
import { type RunOptions, run } from './run-cli.ts'

export const posix = process.platform !== 'win32'

export const echo = defineVerb({
  name: 'echo',
  summary: 'tell what was given',
  description: ['Tells what was given.'],
  arguments: [
    { name: 'first', what: 'a word' },
    { name: 'second', what: 'another', optional: true },
  ],
  options: [{ name: 'to-whom', value: 'name', what: 'a name' }],
  ifNoSystem: 'ignore',
  examples: ['-echo word'],
  dryRun: true,
  json: (zod) => zod.record(zod.string(), zod.unknown()),
  run: async ({ options }, given) => ({ ...given, ...options }) as Record<string, unknown>,
  print: (given) => [JSON.stringify(given)],
})

export const secrets = defineVerb({
  name: 'secrets',
  summary: 'tell what was typed',
  description: ['Tells what was typed.'],
  options: passwordOptions,
  ifNoSystem: 'ignore',
  examples: ['-secrets'],
  json: (zod) => zod.array(zod.string()),
  run: async ({ passwords }, source) => {
    const asked = [
      { label: 'User ID', masked: false },
      { label: 'Password', masked: true },
    ]
    return (await passwords.values(source, asked)).map((value) => new TextDecoder().decode(value))
  },
  print: (values) => values,
})

export const count = defineListVerb({
  name: 'count',
  summary: 'count',
  description: ['Counts.'],
  arguments: [{ name: 'to', what: 'how far' }],
  ifNoSystem: 'ignore',
  examples: ['-count 3'],
  interrupted: 'Count the rest.',
  json: (zod) => zod.strictObject({ n: zod.number() }),
  run: async function* ({ progress, signal }, { to }) {
    progress.step('Counting…')
    if (to === 'x') {
      yield { n: 1 }
      throw SsoError.of('Busy', { done: 1, total: 2 })
    }
    for (let n = 1; n <= Number(to) && !signal.aborted; n += 1) {
      progress.count(n, Number(to))
      yield { n }
    }
  },
  print: ({ n }) => [String(n)],
})

export const failures: Readonly<Record<string, () => Error>> = {
  busy: () => SsoError.of('Busy', { done: 1, total: 2 }),
  bug: () => new TypeError('x is not a function'),
}

export const fail = defineVerb({
  name: 'fail',
  summary: 'fail',
  description: ['Fails.'],
  arguments: [{ name: 'how', what: 'how', choices: ['busy', 'bug', 'red'] }],
  ifNoSystem: 'ignore',
  examples: ['-fail busy'],
  json: (zod) => zod.strictObject({ how: zod.string() }),
  run: async (_context, { how }) => {
    const failure = failures[how]
    if (failure !== undefined) throw failure()
    return { how }
  },
  failed: ({ how }) => how === 'red',
  print: ({ how }) => [how],
})

export const remove = defineVerb({
  name: 'remove',
  summary: 'remove all',
  description: ['Removes all.'],
  ifNoSystem: 'ignore',
  examples: ['-remove'],
  asks: true,
  json: (zod) => zod.strictObject({ removed: zod.boolean() }),
  run: async ({ confirm }) => {
    await confirm('Remove all?')
    return { removed: true }
  },
  print: () => ['Removed.'],
})

export const program: Program = {
  name: 'tool',
  summary: 'Does things.',
  verbs: [echo, secrets, count, fail, remove],
  retired: [{ name: 'trace', because: 'There is no trace.' }],
}

export const tool = (argv: readonly string[], options?: RunOptions) => run(program, argv, options)

export async function given(argv: readonly string[]): Promise<Record<string, unknown>> {
  const { code, stderr, stdout } = await tool(argv)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return JSON.parse(stdout)
}
