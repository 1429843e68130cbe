import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ssoclient } from '../../electron/cli/ssoclient/program.ts'
import { ssoconfig } from '../../electron/cli/ssoconfig/program.ts'
import { ssomanage } from '../../electron/cli/ssomanage/program.ts'
import type { Program } from '../../electron/cli/verb/program.ts'
import type { Verb } from '../../electron/cli/verb/verb.ts'
import { DatabaseSync } from '../support/sqlite.ts'
import { PASSWORD } from '../support/test-system.ts'
import { aManagePlace, type ManagePlace, mappingXml } from './support/ssomanage-place.ts'

/* Every verb, in a system whose texts others have filled with what a terminal obeys or does not show. */

/** An escape, a title and a clipboard command, C1, a bell, line breaks, a turned line, separators, an invisible mark. */
const EVIL =
  'x\u001b[31m\u001b]0;t\u0007\u001b]52;c;eA==\u0007\u009b2J\r\n\u202egnp\u2028y\u2029z\u200e\u0085\u007f\ufeff'
const RAW = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u

const evilText = EVIL.replaceAll("'", "''")
const evilTexts = `
  UPDATE application SET description = '${evilText}', contact = '${evilText}' WHERE name = 'Payroll';
  UPDATE field SET label = label || '${evilText}';
  UPDATE mapping SET external_user = external_user || '${evilText}';
  UPDATE application_account SET name = name || '${evilText}' WHERE role <> 'user';
  INSERT INTO role_account (role, kind, name) SELECT role, 'group', 'G${evilText}' FROM role_account GROUP BY role;
  INSERT INTO server (name, joined_at, version) VALUES ('evil${evilText}', '${evilText}', '${evilText}');
  UPDATE deleted_mapping SET external_user = '${evilText}';
  INSERT INTO application SELECT id + 1000, 'Other${evilText}', ticket_timeout, type, description, contact, created_at,
    enabled, tickets_allowed, validate_tickets, timeout_tickets, allow_local_accounts, admin_account_same,
    host_initiated_sso, windows_initiated_sso, validate_password, disable_credential_cache,
    users_cannot_create_mappings, lower('Other${evilText}') FROM application;
`

async function aHostilePlace(): Promise<ManagePlace & { readonly evilFile: string }> {
  const place = await aManagePlace()
  await place.manage(['-createMappings', await place.xml('m.xml', mappingXml('ann', 'ANN', 'secret'))])
  const database = new DatabaseSync(join(place.dataDirectory, 'sso.db'))
  database.exec(evilTexts)
  database.close()
  // As the first versions wrote reminders, and as anybody may change what can be read of a backup.
  const backup = JSON.parse(await readFile(place.file('first.bak'), 'utf8'))
  const passwordReminder = 'hint \u202egnp\u2028 \u200e'
  await writeFile(place.file('first.bak'), JSON.stringify({ ...backup, passwordReminder }))
  const evilFile = place.file(`${EVIL}.xml`)
  await writeFile(evilFile, `<sso><application name="a${EVIL.replaceAll(/\p{Cc}/gu, '')}"/></sso>`)
  return { ...place, evilFile }
}

/** Words for a verb: what is there, what is not and is hostile, and files of each kind. */
function wordsFor(verb: Verb, { evilFile, file }: { evilFile: string; file(name: string): string }) {
  const of = (text: string, path: string): readonly string[] =>
    verb.arguments.map(({ choices, offers }) => choices?.[0] ?? (offers === 'file' ? path : text))
  return [
    of('Payroll', file('first.bak')),
    of(`None${EVIL}`, evilFile),
    of('CORP\\ann', file(`${EVIL}/none`)),
    of(`CORP\\ann${EVIL}`, file('m.xml')),
  ]
}

const verbs = [ssoconfig, ssomanage, ssoclient].flatMap((program: Program) =>
  program.verbs.map((verb) => ({ program, verb, name: `${program.name} -${verb.name}` })),
)

function expectSafe(stream: string, what: string): void {
  expect(RAW.exec(stream)?.[0].codePointAt(0)?.toString(16), `${what}: ${JSON.stringify(stream)}`).toBe(
    undefined,
  )
}

describe('what others have written', () => {
  it.each(verbs)(
    'commands no terminal, makes no line and spoils no JSON: $name',
    async ({ program, verb }) => {
      const place = await aHostilePlace()
      const stdin = verb.options.some(({ name }) => name === 'password-stdin') ? ['--password-stdin'] : []
      const dry = verb.dryRun ? [['--dry-run'], []] : [[]]
      for (const words of wordsFor(verb, place))
        for (const more of dry) {
          const argv = [`-${verb.name}`, ...words, ...stdin, ...more, '--yes']
          const options = { input: `${PASSWORD}\nvalue${EVIL}\n` }
          const text = await place.run(program, argv, options)
          for (const stream of [text.stdout, text.stderr]) expectSafe(stream, argv.join(' '))
          const json = await place.run(program, [...argv, '--json', '--quiet'], options)
          for (const stream of [json.stdout, json.stderr]) expectSafe(stream, argv.join(' '))
          expect(() => JSON.parse(json.stdout), `${argv.join(' ')}: ${json.stdout}`).not.toThrow()
        }
    },
    60_000,
  )

  it('is there to be shown: a search that finds nothing hostile proves nothing', async () => {
    const place = await aHostilePlace()
    const { stdout } = await place.manage(['-displayApp', 'Payroll'])
    expect(stdout).toContain('x\\x1b[31m')
    expect((await place.manage(['-listServers'])).stdout).toContain('evilx\\x1b')
    expect((await place.manage(['-displayDB'])).stdout).toContain('\\u202egnp')
    const verified = await place.run(
      ssoconfig,
      ['-verifyBackup', place.file('first.bak'), '--password-stdin'],
      {
        input: `${PASSWORD}\n`,
      },
    )
    expect(verified.stderr).toContain('Password reminder: hint \\u202egnp\\u2028')
    for (const evil of ['\u001b', '\u202e', '\u2028', '\u0085', '\ufeff']) expect(evil).toMatch(RAW)
  })
})
