import { describe, expect, it } from 'vitest'
import { parseCommandLine } from '../../electron/cli/parse/parse-command-line.ts'
import { ssoclient } from '../../electron/cli/ssoclient/program.ts'
import { ssoconfig } from '../../electron/cli/ssoconfig/program.ts'
import { ssomanage } from '../../electron/cli/ssomanage/program.ts'
import type { Program } from '../../electron/cli/verb/program.ts'

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
  [ssomanage, '–displaydb', 'displayDB'],
  [ssomanage, '–showdb', 'showDB'],
  [ssomanage, '-updatedb globalinfo.xml', 'updateDB'],
  [ssomanage, '–enablesso', 'enableSSO'],
  [ssomanage, '-disablesso', 'disableSSO'],
  [ssomanage, '–enable hisso', 'enable'],
  [ssomanage, '–disable hisso', 'disable'],
  [ssomanage, '-tickets yes no', 'tickets'],
  [ssomanage, '–tickets ON off', 'tickets'],
  [ssomanage, '-listapps', 'listApps'],
  [ssomanage, '-listapps all', 'listApps'],
  [ssomanage, '–displayapp SAP', 'displayApp'],
  [ssomanage, '–createapps applications.xml', 'createApps'],
  [ssomanage, '–updateapps applications.xml', 'updateApps'],
  [ssomanage, '–enableapp SAP', 'enableApp'],
  [ssomanage, '–disableapp SAP', 'disableApp'],
  [ssomanage, '–deleteapp SAP', 'deleteApp'],
  [ssomanage, '–purgecache SAP', 'purgeCache'],
  [ssomanage, '–createmappings mappings.xml', 'createMappings'],
  [ssomanage, '–deletemappings mappings.xml', 'deleteMappings'],
  [ssomanage, '–deletemapping domain\\user SAP', 'deleteMapping'],
  [ssomanage, '–enablemapping domain\\user SAP', 'enableMapping'],
  [ssomanage, '–disablemapping domain\\user SAP', 'disableMapping'],
  [ssomanage, '–listmappings domain\\user', 'listMappings'],
  [ssomanage, '–listmappings SAP', 'listMappings'],
  [ssomanage, '–listmappings domain\\user SAP', 'listMappings'],
  [ssomanage, '–setcredentials domain\\user SAP', 'setCredentials'],
  [ssomanage, 'â€“setcredentials domain\\user SAP', 'setCredentials'],
  [ssomanage, '–showserver', 'showServer'],
  [ssomanage, '–server ComputerA', 'server'],
  [ssomanage, '–serverall ComputerA', 'serverAll'],
  [ssoclient, '–listApps', 'listApps'],
  [ssoclient, '-displayapp SAP', 'displayApp'],
  [ssoclient, '–listmappings', 'listMappings'],
  [ssoclient, '-setcredentials SAP', 'setCredentials'],
  [ssoclient, 'â€“enablemapping SAP', 'enableMapping'],
  [ssoclient, '–disablemapping SAP', 'disableMapping'],
  [ssoclient, '-deletemapping SAP', 'deleteMapping'],
  [ssoclient, '–showserver', 'showServer'],
  [ssoclient, '-server SSO01', 'server'],
]

/** Understood there; elsewhere it would make a file of that name. */
const isForWindows = (line: string): boolean => process.platform !== 'win32' && line.includes(':\\')

describe('a command line of the original', () => {
  it.each(documented.map(([program, line, verb]) => ({ program, line, verb, name: program.name })))(
    'is understood: $name $line',
    async ({ line, program, verb }) => {
      const parsed = parseCommandLine(program, line.split(' '))
      if (verb === null) await expect(parsed).rejects.toThrow(/^-\w+ is not carried over\. \w.*\.$/)
      else if (isForWindows(line)) await expect(parsed).rejects.toThrow(/is a path of Windows/)
      else expect(await parsed).toMatchObject({ kind: 'verb', verb: { name: verb } })
    },
  )
})
