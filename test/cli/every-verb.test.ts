import { spawnSync } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ssoclient } from '../../electron/cli/ssoclient/program.ts'
import { ssoconfig } from '../../electron/cli/ssoconfig/program.ts'
import { ssomanage } from '../../electron/cli/ssomanage/program.ts'
import type { Program } from '../../electron/cli/verb/program.ts'
import { administratorsName, administratorsNode, hasAdministrator } from '../support/administrator.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { applicationXml, mappingXml } from './support/ssomanage-place.ts'

/* Every verb of the programs as they are shipped, in a life of a system, its output beside what it is to be. */

const PASSWORD = 'correct horse battery staple\n'
const USER = administratorsName

type Step = readonly [command: string, input?: string]

/** `{folder}` stands for a folder of the test's own. */
const life: readonly Step[] = [
  ['ssoconfig -createDatabase'],
  ['ssoconfig -upgradeDatabase'],
  ['ssoconfig -showSecret'],
  ['ssomanage -createApps {folder}/applications.xml'],
  ['ssomanage -enableApp Payroll'],
  ['ssomanage -enableApp Own'],
  ['ssomanage -createMappings {folder}/mappings.xml'],
  ['ssoconfig -generateSecret {folder}/first.bak --password-stdin --reminder hint', PASSWORD],
  ['ssoconfig -generateSecret {folder}/first.bak --password-stdin', PASSWORD],
  ['ssomanage -setCredentials CORP\\ann Payroll --password-stdin', 'ANN\nswordfish\n'],
  ['ssoclient -setCredentials Own --password-stdin', 'ME\nhunter2\n'],
  ['ssoclient -getCredentials Own'],
  ['ssoclient -getCredentials Own --show'],
  ['ssoclient -listApps'],
  ['ssoclient -displayApp Own'],
  ['ssoclient -listMappings'],
  ['ssoclient -disableMapping Own'],
  ['ssoclient -getCredentials Own'],
  ['ssoclient -enableMapping Own'],
  ['ssoclient -disableMapping Own'],
  ['ssoclient -deleteMapping Own'],
  ['ssoclient -showServer'],
  ['ssoclient -server %COMPUTERNAME%'],
  ['ssomanage -listApps'],
  ['ssomanage -displayApp Payroll'],
  ['ssomanage -listMappings Payroll'],
  ['ssomanage -enableMapping CORP\\bob Payroll'],
  ['ssomanage -disableMapping CORP\\bob Payroll'],
  ['ssomanage -deleteMapping CORP\\bob Payroll'],
  ['ssomanage -deleteMapping CORP\\bob Payroll'],
  ['ssomanage -exportApps --application Payroll'],
  ['ssomanage -exportMappings Payroll'],
  ['ssomanage -updateApps {folder}/update.xml --dry-run'],
  ['ssomanage -updateApps {folder}/update.xml'],
  ['ssomanage -updateDB {folder}/system.xml'],
  ['ssomanage -tickets yes yes'],
  ['ssomanage -enable hisso'],
  ['ssomanage -disable hisso'],
  ['ssomanage -purgeCache Payroll'],
  ['ssomanage -disableSSO'],
  ['ssomanage -enableSSO'],
  ['ssomanage -displayDB'],
  ['ssomanage -addServer sso77'],
  ['ssomanage -listServers'],
  ['ssomanage -removeServer sso77'],
  ['ssomanage -showServer'],
  ['ssomanage -server LOCALHOST'],
  ['ssomanage -serverAll localhost'],
  ['ssomanage -server another'],
  ['ssoconfig -auditLevel 1 2'],
  ['ssoconfig -auditLevel'],
  ['ssoconfig -generateSecret {folder}/second.bak --password-stdin', PASSWORD],
  ['ssoconfig -reencrypt status'],
  ['ssoconfig -backupSecret {folder}/third.bak --password-stdin', PASSWORD],
  ['ssoconfig -verifyBackup {folder}/third.bak --password-stdin', PASSWORD],
  ['ssoconfig -verifyBackup {folder}/third.bak --password-stdin', 'not this one\n'],
  ['ssoconfig -verifyBackup {folder}/mappings.xml --password-stdin', PASSWORD],
  ['ssoconfig -restoreSecret {folder}/third.bak --password-stdin --yes', PASSWORD],
  ['ssoconfig -rehearse generate'],
  ['ssoconfig -changeProtector key-file'],
  ['ssoconfig -saveRecoveryKey {folder}/recovery.key'],
  ['ssoconfig -recoverWithKey {folder}/recovery.key'],
  ['ssoconfig -health --credentials --database'],
  ['ssoconfig -showSecret'],
  ['ssoconfig -showDB'],
  ['ssomanage -showDB'],
  ['ssomanage -deleteMappings {folder}/mappings.xml --force'],
  ['ssomanage -disableApp Payroll'],
  ['ssomanage -deleteApp Payroll'],
  ['ssomanage -deleteApp Payroll'],
  ['ssoconfig -setSSL yes'],
]

async function aFolder(): Promise<string> {
  const folder = await temporaryFolder()
  await mkdir(join(folder, 'data'), { mode: 0o700 })
  const own = applicationXml('Own', `<appUserAccount kind="user">${USER}</appUserAccount>`).replace(
    '</application>',
    '<flags allowLocalAccounts="yes" enableApp="yes"/></application>',
  )
  const files = {
    'applications.xml': applicationXml('Payroll') + own,
    'mappings.xml': mappingXml('ann', 'ANN') + mappingXml('bob', 'BOB'),
    'update.xml': '<application name="Payroll"><description>Salaries</description></application>',
    'system.xml': '<globalInfo><ticketTimeout>5</ticketTimeout></globalInfo>',
  }
  for (const [name, elements] of Object.entries(files))
    await writeFile(join(folder, name), `<sso>${elements}</sso>`)
  return folder
}

function runStep(folder: string, [command, input = '']: Step, more: readonly string[]): string {
  const [program = '', ...args] = command.replaceAll('{folder}', folder).split(' ')
  // Without a session bus, so that no keyring of the account is touched.
  const { DBUS_SESSION_BUS_ADDRESS, XDG_RUNTIME_DIR, ...inherited } = process.env
  const env = { ...inherited, SSO_DATA_DIR: join(folder, 'data'), TZ: 'UTC', LANG: 'C.UTF-8', CI: '1' }
  const argv = [resolve(`dist/cli/${program}.js`), ...args, ...more]
  const { status, stderr, stdout } = spawnSync(...administratorsNode(argv), { env, input, encoding: 'utf8' })
  const told = [stdout, stderr.replace(/^/gm, '! ').replace(/! $/, '')].join('')
  return steady(`$ ${[command, ...more].join(' ')}\n${told}[${status}]\n\n`, folder)
}

/** Replaces what differs from run to run and from computer to computer. */
function steady(text: string, folder: string): string {
  return (
    text
      .replaceAll(folder, '{folder}')
      // Told if the re-encryption of so few has not ended by then.
      .replace(/^! (100% 1 of 1|Re-encrypting 1 credentials…)\n/gm, '')
      .replaceAll('user root, group admin, group sudo, group wheel', '{administrators}')
      .replaceAll('{"kind":"user","name":"root"}', '{"kind":"user","name":"{user}"}')
      .replace(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(\.\d+)?Z?( UTC)?/g, '{time}')
      .replace(/\b\d{4}-\d\d-\d\d\b/g, '{day}')
      .replace(/at \d\d:\d\d UTC/g, 'at {time}')
      .replace(/version \d+\.\d+\.\d+/g, 'version {version}')
      .replace(/"version":( ?)"\d+\.\d+\.\d+"/g, '"version":$1"{version}"')
      .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '{id}')
      .replace(/secret-store\.[0-9a-f-]+\.key/g, 'secret-store.{id}.key')
      .replace(/\d{8}T\d{9}Z-[0-9A-F]{4}\.json/g, '{copy}')
      .replace(new RegExp(`\\b${hostname().toLowerCase()}\\b`, 'g'), '{server}')
      .replace(new RegExp(`\\b${USER}\\b`, 'g'), '{user}')
      .replace(
        /"(milliseconds|copying|changing|reencrypting|checking|diskBytes|bytes)": ?\d+(\.\d+)?/g,
        '"$1": 0',
      )
      .replace(/[\d,]+(\.\d+)?( ms| s|ms| KiB| MiB| kB| MB| bytes)\b/g, '{size}')
  )
}

function verbsOf(...programs: readonly Program[]): readonly string[] {
  return programs.flatMap(({ name, verbs }) => verbs.map((verb) => `${name} -${verb.name}`)).sort()
}

describe('the programs as they are shipped', () => {
  it('are all of them run here, verb by verb', () => {
    const run = new Set(life.map(([command]) => command.split(' ').slice(0, 2).join(' ')))
    const missing = verbsOf(ssoconfig, ssomanage, ssoclient).filter((verb) => !run.has(verb))
    expect(missing).toEqual([])
  })

  it.runIf(process.platform === 'linux' && hasAdministrator).each([
    ['text', []],
    ['json', ['--json', '--quiet']],
  ] as const)(
    'answer as they always did, as %s',
    async (kind, more) => {
      const folder = await aFolder()
      const told = life.map((step) => runStep(folder, step, more)).join('')
      await expect(told).toMatchFileSnapshot(`golden/every-verb-${kind}.txt`)
    },
    120_000,
  )
})
