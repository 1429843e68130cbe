import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { currentOsAccount } from '../../electron/core/access/os-account.ts'
import { thisServer } from '../../electron/core/accounts/account-name.ts'
import { administratorsNode } from '../support/administrator.ts'
import { anApplication } from '../support/application-services.ts'
import { DatabaseSync } from '../support/sqlite.ts'
import { openTestSystem } from '../support/test-system.ts'

/** The program as it is shipped; `npm test` builds it first. */
const PROGRAM = resolve('dist/cli/ssomanage.js')
const COUNT = 15_000

interface Place {
  readonly data: string
  readonly database: string
  /** Names every mapping. */
  readonly file: string
}

/** A system whose application Payroll, disabled, has {@link COUNT} mappings; every one deleted is noted. */
async function aPlace(): Promise<Place> {
  const account = await currentOsAccount()
  const administrator = { ...account, groups: [...account.groups, 'sudo'], isLocalAdministrator: true }
  const { directory, folder, system } = await openTestSystem({
    account: async () => administrator,
    server: thisServer(),
  })
  await system.applications.create(anApplication())
  const names = Array.from({ length: COUNT }, (_, n) => n)
  const rows = names.map((n) => ({ windowsAccount: `CORP\\user${n}`, externalUser: `U${n}` }))
  await system.mappings.create('Payroll', rows)
  await system.globalInfo.disable()
  await system.globalInfo.update({ auditDeletedMappings: 100_000 })
  await system.globalInfo.enable()
  const file = join(folder, 'mappings.xml')
  const elements = names.map(
    (n) =>
      `<mapping><windowsDomain>CORP</windowsDomain><windowsUserId>user${n}</windowsUserId><externalApplication>Payroll</externalApplication><externalUserId>U${n}</externalUserId></mapping>`,
  )
  await writeFile(file, `<sso>${elements.join('\n')}</sso>`)
  return { data: directory.path, database: directory.database, file }
}

function count({ database }: Place, table: string): number {
  const connection = new DatabaseSync(database, { timeout: 5_000 })
  const { n } = connection.prepare(`SELECT count(*) n FROM ${table}`).get() as { n: number }
  connection.close()
  return n
}

interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

function start({ data }: Place, args: readonly string[]) {
  const env = { ...process.env, SSO_DATA_DIR: data }
  const child = spawn(...administratorsNode([PROGRAM, ...args]), { env })
  onTestFinished(() => void child.kill('SIGKILL'))
  const texts = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    texts.stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    texts.stderr += text
  })
  const ended = once(child, 'close').then(([code]): Ended => ({ code, ...texts }))
  return { child, ended }
}

async function run(place: Place, args: readonly string[]): Promise<Ended> {
  return start(place, args).ended
}

/** Sends it a signal when some of the mappings are deleted, and not all. */
async function stopMidway(place: Place, child: ChildProcess, signal: 'SIGINT' | 'SIGKILL'): Promise<void> {
  while (count(place, 'mapping') === COUNT) await delay(2)
  child.kill(signal)
}

describe.runIf(process.platform !== 'win32')('a deletion of mappings by ssomanage', () => {
  it('says at Ctrl+C how many were deleted, in text and in JSON, and goes on with the rest', async () => {
    const place = await aPlace()
    const first = start(place, ['-deleteMappings', place.file])
    await stopMidway(place, first.child, 'SIGINT')
    const text = await first.ended
    const left = count(place, 'mapping')
    const deleted = COUNT - left
    expect(left).toBeGreaterThan(0)
    expect(count(place, 'deleted_mapping')).toBe(deleted)
    expect(text).toMatchObject({ code: 1, stdout: '' })
    expect(text.stderr).toContain(
      `The operation was cancelled. Before that, ${deleted.toLocaleString('en-US')} of ${COUNT.toLocaleString('en-US')} mappings of the file were deleted, with their credentials.`,
    )
    expect(text.stderr).toContain('Run it again to delete the rest')
    expect(text.stderr).not.toMatch(/nothing was changed|completed/i)

    const second = start(place, ['-deleteMappings', place.file, '--json', '--quiet'])
    while (count(place, 'mapping') === left) await delay(2)
    second.child.kill('SIGINT')
    const json = await second.ended
    const stillLeft = count(place, 'mapping')
    expect(json.code).toBe(1)
    expect(JSON.parse(json.stdout)).toMatchObject({
      error: { code: 'DeletionStopped', counts: { deleted: left - stillLeft, total: left } },
    })

    const last = await run(place, ['-deleteMappings', place.file])
    expect(last).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(
        `${stillLeft.toLocaleString('en-US')} deleted, ${(COUNT - stillLeft).toLocaleString('en-US')} not there.`,
      ),
    })
    expect(count(place, 'mapping')).toBe(0)
    expect(count(place, 'deleted_mapping')).toBe(COUNT)
  }, 90_000)

  it('that is killed has noted each that it deleted, and goes on with the rest', async () => {
    const place = await aPlace()
    const { child, ended } = start(place, ['-deleteMappings', place.file])
    await stopMidway(place, child, 'SIGKILL')
    await ended
    const left = count(place, 'mapping')
    expect(left).toBeGreaterThan(0)
    expect(count(place, 'deleted_mapping')).toBe(COUNT - left)
    const again = JSON.parse((await run(place, ['-deleteMappings', place.file, '--json'])).stdout)
    expect(again.counts).toEqual({ deleted: left, absent: COUNT - left, refused: 0 })
    expect(count(place, 'deleted_mapping')).toBe(COUNT)
  }, 90_000)
})

describe.runIf(process.platform !== 'win32')('a deletion of an application by ssomanage', () => {
  it.each(['SIGINT', 'SIGKILL'] as const)(
    'that is stopped by %s leaves it disabled, with the mappings that are left, and is gone on with',
    async (signal) => {
      const place = await aPlace()
      const { child, ended } = start(place, ['-deleteApp', 'Payroll'])
      await stopMidway(place, child, signal)
      const { code, stderr, stdout } = await ended
      const left = count(place, 'mapping')
      expect(left).toBeGreaterThan(0)
      expect(count(place, 'deleted_mapping')).toBe(COUNT - left)
      expect(count(place, 'deleted_application')).toBe(0)
      expect({ code, stdout }).toEqual({ code: signal === 'SIGINT' ? 1 : null, stdout: '' })
      if (signal === 'SIGINT')
        expect(stderr).toContain(
          `${(COUNT - left).toLocaleString('en-US')} of ${COUNT.toLocaleString('en-US')} mappings of Payroll were deleted, with their credentials; the application was not deleted.`,
        )
      const shown = JSON.parse((await run(place, ['-displayApp', 'Payroll', '--json'])).stdout)
      expect(shown).toMatchObject({ name: 'Payroll', enabled: false, mappings: left })
      expect(await run(place, ['-deleteApp', 'Payroll'])).toMatchObject({ code: 0 })
      expect(count(place, 'application')).toBe(0)
      expect(count(place, 'mapping')).toBe(0)
      expect(count(place, 'deleted_mapping')).toBe(COUNT)
      expect(count(place, 'deleted_application')).toBe(1)
    },
    90_000,
  )
})
