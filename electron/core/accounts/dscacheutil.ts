import { SsoError } from '../errors/sso-error.ts'
import type { AccountKey, AccountRecord, NameService } from './name-service.ts'
import { type ProgramAnswer, runSystemProgram, runSystemProgramSync } from './run-program.ts'

const DSCACHEUTIL = '/usr/bin/dscacheutil'

/**
 * The directory services of macOS. Tested with recorded answers only, never on macOS itself.
 */
export const dscacheutilNameService: NameService = {
  async find(keys) {
    const answers = new Map<string, AccountRecord | null>()
    for (const key of keys) {
      const args = queryOf(key)
      const line = args.join('\n')
      if (!answers.has(line)) answers.set(line, await query(args, key))
    }
    return keys.map((key) => answers.get(queryOf(key).join('\n')) ?? null)
  },
}

function queryOf({ key, kind }: AccountKey): readonly string[] {
  const number = kind === 'user' ? 'uid' : 'gid'
  return ['-q', kind, '-a', typeof key === 'number' ? number : 'name', String(key)]
}

async function query(args: readonly string[], { kind }: AccountKey): Promise<AccountRecord | null> {
  return entryOf(await runSystemProgram(DSCACHEUTIL, args), kind)
}

/**
 * The groups of these names that there are, for what cannot wait.
 *
 * @throws {@link SsoError} `NameServiceFailed`
 */
export function findGroupsAtOnce(names: readonly string[]): readonly AccountRecord[] {
  return names.flatMap((name) => {
    const answer = runSystemProgramSync(DSCACHEUTIL, queryOf({ kind: 'group', key: name }))
    return entryOf(answer, 'group') ?? []
  })
}

function entryOf({ exitCode, stdout }: ProgramAnswer, kind: AccountKey['kind']): AccountRecord | null {
  if (exitCode === 0) return readEntry(stdout, kind)
  throw SsoError.of('NameServiceFailed', { program: DSCACHEUTIL, reason: `exit code ${exitCode}` })
}

/**
 * The first entry of an answer: a line for each attribute, `name: staff`.
 *
 * @param text - as `dscacheutil -q` prints it; nothing where nothing was found
 */
export function readEntry(text: string, kind: AccountKey['kind']): AccountRecord | null {
  const [entry = ''] = text.split('\n\n')
  const attribute = (name: string): string | undefined =>
    entry
      .split('\n')
      .find((line) => line.startsWith(`${name}: `))
      ?.slice(name.length + 2)
  const name = attribute('name')
  const id = attribute(kind === 'user' ? 'uid' : 'gid')
  if (name === undefined || id === undefined || !/^-?\d+$/.test(id)) return null
  // Nobody is shown as -2, and is 4294967294 to the system.
  return { name, id: Number(id) >>> 0 }
}
