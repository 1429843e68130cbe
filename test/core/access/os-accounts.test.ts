import { execFileSync, spawnSync } from 'node:child_process'
import { chmod, mkdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { locateDataDirectory } from '../../../electron/core/files/data-directory.ts'
import { buildChild } from '../../crash/child-process.ts'
import type { OsAccountOrder, OsAccountReport } from '../../crash/os-account-child.ts'
import { DatabaseSync } from '../../support/sqlite.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { aGenerateRequest, openTestSystem, PASSWORD } from '../../support/test-system.ts'

/** Why no account can be made here, or `null`. */
const noAccountsBecause = ((): string | null => {
  if (process.platform !== 'linux') return 'accounts are made the way Linux does'
  if (process.getuid?.() !== 0) return 'only root makes accounts'
  const missing = ['useradd', 'userdel', 'setpriv'].filter((program) => spawnSync(program, ['--help']).error)
  if (missing.length > 0) return `not installed: ${missing.join(', ')}`
  return spawnSync('getent', ['group', 'sudo']).status === 0 ? null : 'there is no group sudo'
})()

const suffix = process.pid.toString(36)
/** In no group but its own. */
const plain = `ssotest-p${suffix}`
/** Not root, but in the group `sudo`. */
const sudoer = `ssotest-s${suffix}`

let script = ''

async function makeAccounts(): Promise<void> {
  const make = ['--system', '--no-create-home', '--user-group', '--shell', '/usr/sbin/nologin']
  execFileSync('useradd', [...make, plain])
  execFileSync('useradd', [...make, '--groups', 'sudo', sudoer])
  script = await buildChild('os-account-child')
}

async function removeAccounts(): Promise<void> {
  for (const account of [plain, sudoer]) spawnSync('userdel', [account])
  if (script !== '') await rm(dirname(script), { recursive: true, force: true })
}

/**
 * Runs the product under an account, on a system whose files belong to that account.
 *
 * @param administrators - accounts that are SSO Administrators beside root and the group sudo
 */
async function runAs(account: string, administrators: readonly string[] = []): Promise<OsAccountReport> {
  const parent = await temporaryFolder()
  await chmod(parent, 0o755)
  const directory = locateDataDirectory(join(parent, 'data'))
  const backups = join(parent, 'backups')
  await mkdir(backups)
  const { system } = await openTestSystem({ directory })
  await system.masterSecret.generate(aGenerateRequest(join(backups, 'first.bak')))
  for (const server of ['sso02', 'sso03']) await system.servers.join(server)
  await system.close()
  const database = new DatabaseSync(directory.database)
  const appoint = database.prepare("INSERT INTO role_account VALUES ('sso-administrator', 'user', ?)")
  for (const administrator of administrators) appoint.run(administrator)
  database.close()
  execFileSync('chown', ['-R', `${account}:`, directory.path, backups])
  const order: OsAccountOrder = {
    dataDirectory: directory.path,
    server: 'sso01',
    folder: backups,
    password: PASSWORD,
    leaving: 'sso03',
    moveTo: 'sso02',
  }
  const become = ['--reuid', account, '--regid', account, '--init-groups', '--', process.execPath]
  const answer = execFileSync('setpriv', [...become, script, JSON.stringify(order)], { cwd: '/' })
  return JSON.parse(answer.toString()) as OsAccountReport
}

describe.skipIf(noAccountsBecause !== null)(
  `with operating system accounts (${noAccountsBecause ?? 'made for this'})`,
  () => {
    beforeAll(makeAccounts, 60_000)
    afterAll(removeAccounts)

    it('an account that is nothing may do nothing to the secret, the servers, or with what is known of them', async () => {
      const all = outcomesOf('AccessDeniedNotSsoAdministrator')
      expect(await runAs(plain)).toEqual({ account: plain, outcomes: all })
    })

    it('an SSO Administrator who does not administer the computer may look, and remove a server, but not touch the secret', async () => {
      const allowed = { health: 'done', verifyLog: 'done', leave: 'done' }
      const outcomes = { ...outcomesOf('AccessDeniedNotLocalAdministrator'), ...allowed }
      expect(await runAs(plain, [plain])).toEqual({ account: plain, outcomes })
    })

    it('an account in the group sudo may do all of it without being root', async () => {
      expect(await runAs(sudoer)).toEqual({ account: sudoer, outcomes: outcomesOf('done') })
    })
  },
)

/** The same for everything that is tried. */
function outcomesOf(outcome: string): Readonly<Record<string, string>> {
  const attempts = ['verify', 'backup', 'restore', 'generate', 'changeProtector', 'saveRecoveryKey']
  const others = ['health', 'verifyLog', 'leave', 'move']
  return Object.fromEntries([...attempts, ...others].map((name) => [name, outcome]))
}
