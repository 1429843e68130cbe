import { spawnSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type Shell, shells } from '../../electron/cli/grammar/global-options.ts'
import { completionScript } from '../../electron/cli/help/completion.ts'
import { verbHelp } from '../../electron/cli/help/help.ts'
import { parseCommandLine } from '../../electron/cli/parse/parse-command-line.ts'
import { ssoconfig } from '../../electron/cli/ssoconfig/program.ts'
import { manPage } from '../../scripts/cli-reference/man-page.ts'
import { commandLineReference } from '../../scripts/cli-reference/markdown.ts'
import { programs } from '../../scripts/cli-reference/programs.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const verbs = programs.flatMap((program) =>
  program.verbs.map((verb) => ({ program, verb, line: `${program.name} -${verb.name}` })),
)

/** Splits a command line as a shell does, as far as the examples go. */
function words(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, one, other, plain]) => one ?? other ?? plain ?? '',
  )
}

describe('docs/cli.md', () => {
  it('says what the definitions say; if not, run: npm run docs:cli', async () => {
    expect(await readFile('docs/cli.md', 'utf8')).toBe(commandLineReference(programs))
  })
})

describe.each(verbs)('$line', ({ program, verb }) => {
  it('has examples that parse', async () => {
    expect(verb.examples.length).toBeGreaterThan(0)
    for (const example of verb.examples) {
      expect(await parseCommandLine(program, words(example))).toMatchObject({
        kind: 'verb',
        verb: { name: verb.name },
      })
    }
  })

  it('documents its JSON, closed to fields that nobody wrote down', () => {
    const schema = z.toJSONSchema(verb.json(z))
    expect(JSON.stringify(schema)).not.toContain('"additionalProperties":{}')
  })

  it('names all it takes in its help', () => {
    const help = verbHelp(program, verb)
    for (const { name } of verb.arguments) expect(help).toContain(`<${name}>`)
    for (const { name } of verb.options) expect(help).toContain(`--${name}`)
    expect(help.split('\n').filter((line) => line.length > 110)).toEqual([])
  })
})

describe.each(programs)('the manual page of $name', (program) => {
  it('names all of its verbs', () => {
    const page = manPage(program, '1.0')
    for (const { name } of program.verbs) expect(page).toContain(`\\-${name}`)
  })

  it('has no line that roff takes for a request it does not know', () => {
    const requests = manPage(program, '1.0').match(/^[.'].\S*/gm) ?? []
    const known = ['.TH', '.SH', '.SS', '.TP', '.B', '.PP', '.RS', '.RE', '.nf', '.fi']
    expect([...new Set(requests)].filter((one) => !known.includes(one))).toEqual([])
  })
})

describe.each(programs)('the completions of $name', (program) => {
  it.each(shells)('offer all verbs and options in %s', (shell) => {
    const script = completionScript(shell, program)
    for (const { name, options } of program.verbs) {
      expect(script).toContain(`-${name}`)
      for (const option of options) expect(script).toContain(option.name)
    }
  })
})

const checks: Readonly<Record<Exclude<Shell, 'powershell'>, readonly string[]>> = {
  bash: ['bash', '-n'],
  zsh: ['zsh', '-n'],
  fish: ['fish', '--no-execute'],
}

describe.each(Object.entries(checks))('%s', (shell, [command = '', ...args]) => {
  const missing = spawnSync(command, ['--version']).error !== undefined

  it.skipIf(missing).each(programs)(
    `understands the completions of $name${missing ? ` (not tried: ${command} is not installed)` : ''}`,
    async (program) => {
      const file = join(await temporaryFolder(), shell)
      await writeFile(file, completionScript(shell as Shell, program))
      const { status, stderr } = spawnSync(command, [...args, file], { encoding: 'utf8' })
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    },
  )
})

/** What is left of a script of PowerShell without comments, texts and pairs of brackets. */
function leftOpen(script: string): string {
  let left = script
    .replace(/'(?:[^']|'')*'/g, '')
    .replace(/"[^"\n]*"/g, '')
    .replace(/#.*/g, '')
    .replace(/[^(){}[\]'"]/g, '')
  for (let before = ''; before !== left; ) {
    before = left
    left = left.replace(/\(\)|\{\}|\[\]/g, '')
  }
  return left
}

describe('powershell', () => {
  const isThere = spawnSync('pwsh', ['--version']).error === undefined

  it.each(programs)('leaves nothing open in the completions of $name', (program) => {
    expect(leftOpen(completionScript('powershell', program))).toBe('')
    expect(leftOpen("@('it''s') 'it's'")).not.toBe('')
  })

  // Debian has no package of it.
  if (isThere)
    it.each(programs)('understands the completions of $name', async (program) => {
      const file = join(await temporaryFolder(), 'completions.ps1')
      await writeFile(file, completionScript('powershell', program))
      const run = spawnSync('pwsh', ['-NoProfile', '-File', file], { encoding: 'utf8' })
      expect(run).toMatchObject({ status: 0, stderr: '' })
    })
})

describe.skipIf(spawnSync('bash', ['--version']).error !== undefined)('completion in bash', () => {
  function complete(...typed: string[]): string[] {
    const script = `${completionScript('bash', ssoconfig)}
COMP_WORDS=(ssoconfig "$@"); COMP_CWORD=$#; _ssoconfig; printf '%s\\n' "\${COMPREPLY[@]}"`
    const { stdout } = spawnSync('bash', ['-c', script, 'bash', ...typed], { encoding: 'utf8' })
    return stdout.trim().split('\n')
  }

  it('offers verbs, then what the verb takes', () => {
    expect(complete('-gen')).toEqual(['-generateSecret'])
    expect(complete('-reencrypt', 'pa')).toEqual(['pause'])
    expect(complete('-generateSecret', '--pass')).toEqual([
      '--password-stdin',
      '--password-file',
      '--password-fd',
    ])
    expect(complete('--completion', 'b')).toEqual(['bash'])
  })

  it('offers files where a file is due', () => {
    expect(complete('-restoreSecret', 'package.j')).toEqual(['package.json'])
    expect(complete('-showDB', '--data-dir', 'docs/cl')).toEqual(['docs/cli.md'])
    expect(complete('-showDB', 'package.j')).toEqual([''])
  })
})
