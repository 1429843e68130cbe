import { describe, expect, it } from 'vitest'
import { parseCommandLine } from '../../electron/cli/parse-command-line.ts'
import type { Program } from '../../electron/cli/program.ts'
import { ssoconfig } from '../../electron/cli/ssoconfig/program.ts'

/** Command lines as the original's documentation prints them, and the verb each is, `null` where it is retired. */
const documented: readonly (readonly [Program, string, string | null])[] = [
  [ssoconfig, '–generateSecret SSO1234.bak', 'generateSecret'],
  [ssoconfig, 'â€“generateSecret SSO1234.bak', 'generateSecret'],
  [ssoconfig, '-generatesecret C:\\Backups\\SSO1234.bak', 'generateSecret'],
  [ssoconfig, '–backupSecret SSO1234.bak', 'backupSecret'],
  [ssoconfig, '-backupsecret SSO1234.bak', 'backupSecret'],
  [ssoconfig, '–restoreSecret SSO1234.bak', 'restoreSecret'],
  [ssoconfig, '-restoresecret C:\\Backups\\SSO1234.bak', 'restoreSecret'],
  [ssoconfig, '–auditlevel 3 3', 'auditLevel'],
  [ssoconfig, '-auditlevel 33', 'auditLevel'],
  [ssoconfig, '-showdb', 'showDB'],
  [ssoconfig, '–setDB', null],
  [ssoconfig, '–setSSL yes', null],
  [ssoconfig, '-replayfiles -default', null],
  [ssoconfig, '-syncage 24', null],
  [ssoconfig, '-remoteLookup yes', null],
  [ssoconfig, '-allowPS PCNS yes', null],
]

describe('a command line of the original', () => {
  it.each(documented.map(([program, line, verb]) => ({ program, line, verb, name: program.name })))(
    'is understood: $name $line',
    async ({ line, program, verb }) => {
      const parsed = parseCommandLine(program, line.split(' '))
      if (verb === null) await expect(parsed).rejects.toThrow(/^-\w+ is not carried over\. \w.*\.$/)
      else expect(await parsed).toMatchObject({ kind: 'verb', verb: { name: verb } })
    },
  )
})
