import { execFileSync, spawnSync } from 'node:child_process'
import { lstatSync, readdirSync } from 'node:fs'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../support/temporary-folder.ts'

/* Root, as by sudo with SSO_DATA_DIR kept, works in the data directory of another account. */

const UID = 54_401
const PASSWORD = 'correct horse battery staple\n'

const program = (name: string): string => resolve(`dist/cli/${name}.js`)

function strangeFiles(data: string): readonly string[] {
  return readdirSync(data, { recursive: true, encoding: 'utf8' }).filter((name) => {
    const { gid, uid } = lstatSync(join(data, name))
    return uid !== UID || gid !== UID
  })
}

async function anothersPlace() {
  const folder = await temporaryFolder()
  await chmod(folder, 0o755)
  const data = join(folder, 'data')
  await mkdir(data, { mode: 0o700 })
  execFileSync('chown', [`${UID}:${UID}`, data])
  const { DBUS_SESSION_BUS_ADDRESS: _, XDG_RUNTIME_DIR: __, ...inherited } = process.env
  const env = { ...inherited, SSO_DATA_DIR: data, CI: '1' }
  const asRoot = (name: string, args: readonly string[], input = '') =>
    spawnSync(process.execPath, [program(name), ...args], { env, input, encoding: 'utf8' })
  const as = (uid: number, name: string, args: readonly string[]) =>
    spawnSync(
      'setpriv',
      ['--reuid', `${uid}`, '--regid', `${uid}`, '--clear-groups', process.execPath, program(name), ...args],
      { env, cwd: '/', encoding: 'utf8' },
    )
  return { as, asRoot, data, file: (name: string) => join(folder, name) }
}

describe.runIf(process.platform === 'linux' && process.getuid?.() === 0)(
  'root on another account’s data directory',
  () => {
    it('leaves every file to its owner, who is not locked out, and says whose it is', async () => {
      const { as, asRoot, data, file } = await anothersPlace()
      expect(asRoot('ssoconfig', ['-createDatabase'])).toMatchObject({ status: 0 })
      const backup = (name: string) => ['-generateSecret', file(name), '--password-stdin']
      expect(asRoot('ssoconfig', backup('1.bak'), PASSWORD)).toMatchObject({
        status: 0,
        stderr: expect.stringContaining(`belongs to #${UID}`),
      })
      await writeFile(file('a.xml'), '<sso><globalInfo><ticketTimeout>5</ticketTimeout></globalInfo></sso>')
      for (const [name, args, input] of [
        ['ssomanage', ['-updateDB', file('a.xml')]],
        ['ssoconfig', backup('2.bak'), PASSWORD],
        ['ssoconfig', ['-restoreSecret', file('1.bak'), '--password-stdin', '--yes', '--force'], PASSWORD],
        ['ssoconfig', ['-changeProtector', 'key-file']],
        ['ssoconfig', ['-rehearse', 'generate']],
      ] as const)
        expect(asRoot(name, args, input)).toMatchObject({ status: 0 })
      expect(strangeFiles(data)).toEqual([])
      // What is saved elsewhere is root's own.
      expect(lstatSync(file('1.bak')).uid).toBe(0)
      expect(as(UID, 'ssoclient', ['-showServer'])).toMatchObject({ status: 0, stderr: '' })
      expect(as(UID, 'ssoconfig', ['-showSecret'])).toMatchObject({ status: 0, stderr: '' })
      expect(strangeFiles(data)).toEqual([])
    }, 60_000)

    it('is told by Health whose it is, and what is not its owner’s', async () => {
      const { asRoot, data, file } = await anothersPlace()
      asRoot('ssoconfig', ['-generateSecret', file('1.bak'), '--password-stdin'], PASSWORD)
      const line = (): string =>
        JSON.parse(asRoot('ssoconfig', ['-health', '--json']).stdout).checks.find(
          ({ id }: { id: string }) => id === 'file-permissions',
        ).reason
      expect(line()).toContain(`belong to #${UID}`)
      expect(line()).toContain('This account is another.')
      execFileSync('chown', ['0:0', join(data, 'secret-store.json')])
      expect(line()).toContain(`secret-store.json belongs to root, and the data directory to #${UID}`)
      expect(line()).toContain(`chown ${UID}:${UID} '${join(data, 'secret-store.json')}'`)
    }, 60_000)

    it('is refused to a third account, by name', async () => {
      const { as, asRoot, data } = await anothersPlace()
      asRoot('ssoconfig', ['-createDatabase'])
      for (const verb of ['-health', '-createDatabase']) {
        const { status, stderr } = as(UID + 1, 'ssoconfig', [verb])
        expect({ status, stderr }).toMatchObject({
          status: 5,
          stderr: expect.stringContaining(`${data} belongs to #${UID}, and this is #${UID + 1}`),
        })
        expect(stderr).toContain('DataDirectoryOfAnother')
      }
    }, 60_000)
  },
)
