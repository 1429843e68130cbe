import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { asAdministrator } from '../support/administrator.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** Why there is no keyring to be had for a test, or `null`. */
const noKeyringBecause = ((): string | null => {
  if (process.platform !== 'linux') return 'the keyring would be that of the account'
  const needed = ['dbus-run-session', 'gnome-keyring-daemon']
  const missing = needed.filter((program) => spawnSync(program, ['--version']).error !== undefined)
  return missing.length === 0 ? null : `not installed: ${missing.join(', ')}`
})()

const SSOCONFIG = `"${process.execPath}" "${resolve('dist/cli/ssoconfig.js')}"`
const PASSWORD = 'correct horse battery staple'

/** Runs commands with a keyring of their own, which is that of an account called `owner`. */
function withKeyring(folder: string, owner: string, commands: readonly string[]): string {
  const home = join(folder, owner)
  const runtime = join(folder, `${owner}-run`)
  for (const directory of [home, runtime]) mkdirSync(directory, { recursive: true, mode: 0o700 })
  const unlock =
    'echo -n unlocked | gnome-keyring-daemon --unlock --components=secrets --daemonize > /dev/null 2>&1'
  const script = ['set -e', unlock, ...commands].join('\n')
  const { DBUS_SESSION_BUS_ADDRESS, ...inherited } = process.env
  const env = { ...inherited, HOME: home, XDG_RUNTIME_DIR: runtime, SSO_DATA_DIR: join(folder, 'data') }
  const { status, stderr, stdout } = spawnSync(
    ...asAdministrator(['dbus-run-session', '--', 'bash', '-c', script]),
    {
      env,
      encoding: 'utf8',
    },
  )
  expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' })
  return stdout
}

const keyFiles = (folder: string): readonly string[] =>
  readdirSync(join(folder, 'data')).filter((name) => name.endsWith('.key'))

describe.skipIf(noKeyringBecause !== null)(
  `the operating system's keyring (${noKeyringBecause ?? 'one made for this'})`,
  () => {
    it('guards the secret, gives the key to a file and takes it back, and is replaced by a recovery key when lost', async () => {
      const folder = await temporaryFolder()
      const backup = join(folder, 'a.bak')
      const made = withKeyring(folder, 'anna', [
        `echo "${PASSWORD}" | ${SSOCONFIG} -generateSecret "${backup}" --password-stdin --quiet`,
        `${SSOCONFIG} -showSecret`,
      ])
      expect(made).toContain('Guarded by:      the keyring of the operating system')
      expect(keyFiles(folder)).toEqual([])
      withKeyring(folder, 'anna', [`${SSOCONFIG} -changeProtector key-file`])
      expect(keyFiles(folder)).toHaveLength(1)
      withKeyring(folder, 'anna', [
        `${SSOCONFIG} -changeProtector os-keyring`,
        // Once more: another key, and the one before is removed.
        `${SSOCONFIG} -changeProtector os-keyring`,
        `${SSOCONFIG} -saveRecoveryKey "${join(folder, 'recovery.key')}"`,
      ])
      expect(keyFiles(folder)).toEqual([])
      const lost = withKeyring(folder, 'bert', [`${SSOCONFIG} -showSecret || true`])
      expect(lost).toMatch(/^Master secret: not available\..*keyring/)
      const found = withKeyring(folder, 'bert', [
        `${SSOCONFIG} -recoverWithKey "${join(folder, 'recovery.key')}"`,
        `${SSOCONFIG} -showSecret`,
      ])
      expect(found).toContain('The secret store has its key back.')
      expect(found).toContain('Last backup:     a.bak')
    }, 120_000)
  },
)
