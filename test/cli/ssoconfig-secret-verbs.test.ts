import { rm, stat, writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { ssoconfig } from '../../electron/cli/ssoconfig/program.ts'
import { locateDataDirectory } from '../../electron/core/files/data-directory.ts'
import { insertCredentials } from '../support/credential-rows.ts'
import { PASSWORD } from '../support/test-system.ts'
import { jsonOf } from './support/json-of.ts'
import { aCliPlace, type CliPlace, type Run, type RunOptions } from './support/run-cli.ts'

/** Runs a verb that asks for a password, and gives it. */
function withPassword(
  place: CliPlace,
  verb: string,
  file: string,
  more: readonly string[] = [],
  options: RunOptions = {},
): Promise<Run> {
  const words = [verb, place.file(file), '--password-stdin', ...more]
  return place.run(ssoconfig, words, { input: `${PASSWORD}\n`, ...options })
}

/** A system with a master secret, its backup `1.bak`, and five credentials under it. */
async function aPlaceWithCredentials(): Promise<CliPlace> {
  const place = await aCliPlace()
  await withPassword(place, '-generateSecret', '1.bak', ['--reminder', 'the xkcd one'])
  await insertCredentials(locateDataDirectory(place.dataDirectory), [1, 2, 3, 4, 5])
  return place
}

describe('ssoconfig -generateSecret with credentials', () => {
  it('re-encrypts them and says so', async () => {
    const place = await aPlaceWithCredentials()
    const run = await withPassword(place, '-generateSecret', '2.bak')
    expect(run).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Re-encrypted: +5 of 5 credentials$/m),
    })
    expect(run.stderr).toContain('Re-encrypting 5 credentials…')
  })
})

describe('ssoconfig -generateSecret after a restore that lost credentials', () => {
  async function aPlaceThatLost(): Promise<CliPlace> {
    const place = await aPlaceWithCredentials()
    await withPassword(place, '-generateSecret', '2.bak')
    await withPassword(place, '-restoreSecret', '1.bak', ['--force'])
    return place
  }

  it('is refused with counts, and with what holds their secret', async () => {
    const place = await aPlaceThatLost()
    const run = await withPassword(place, '-generateSecret', '2.bak', ['--force'])
    expect(run).toMatchObject({ code: 4, stdout: '' })
    for (const said of ['GenerateWouldLoseCredentials', '5 of 5 credentials', place.file('2.bak')]) {
      expect(run.stderr).toContain(said)
    }
  })

  it('goes on where --lose-credentials says how many, but not over their backup', async () => {
    const place = await aPlaceThatLost()
    const lose = ['--lose-credentials', '5', '--force']
    expect(await withPassword(place, '-generateSecret', '3.bak', ['--lose-credentials', '4'])).toMatchObject({
      code: 4,
    })
    expect(await withPassword(place, '-generateSecret', '2.bak', lose)).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('BackupStillNeeded'),
    })
    expect(await withPassword(place, '-generateSecret', '3.bak', lose)).toMatchObject({ code: 0 })
  })

  it('is a wrong command line where it is no number', async () => {
    const place = await aPlaceThatLost()
    const run = await withPassword(place, '-generateSecret', '3.bak', ['--lose-credentials', 'all'])
    expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining('needs a number') })
  })
})

describe('ssoconfig -generateSecret, interrupted while credentials are re-encrypted', () => {
  it('still names the new secret, and leaves the rest to the next command', async () => {
    const place = await aPlaceWithCredentials()
    const interrupt = new AbortController()
    const run = await withPassword(place, '-generateSecret', '2.bak', [], {
      signal: interrupt.signal,
      onStderr: (text) => text.includes('the new secret is current') && interrupt.abort(),
    })
    expect(run).toMatchObject({ code: 1, stdout: expect.stringMatching(/^Master secret: +\S{36}$/m) })
    expect(run.stderr).toMatch(/\nInterrupted\. .* re-encrypted when .*\n$/)
    const { stdout } = await place.run(ssoconfig, ['-reencrypt', 'status', '--watch'])
    expect(stdout).toMatch(/^Re-encrypted: +5 of 5 credentials$/m)
  })
})

describe('ssoconfig -backupSecret', () => {
  it('makes a backup that opens', async () => {
    const place = await aPlaceWithCredentials()
    const run = await withPassword(place, '-backupSecret', '2.bak', ['--json'])
    expect(run.code).toBe(0)
    expect(jsonOf(ssoconfig, 'backupSecret', run.stdout)).toMatchObject({ displayPath: place.file('2.bak') })
    expect(await withPassword(place, '-verifyBackup', '2.bak')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Holds: +the secrets in use$/m),
    })
  })

  it('exits with 3 when there is no secret yet', async () => {
    const place = await aCliPlace()
    expect(await withPassword(place, '-backupSecret', '1.bak')).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('(NoMasterSecret, event 10520, tracking id '),
    })
  })
})

describe('ssoconfig -restoreSecret', () => {
  it('shows the reminder first, then makes the secrets of the backup current', async () => {
    const place = await aPlaceWithCredentials()
    await rm(`${place.dataDirectory}/secret-store.json`)
    const run = await withPassword(place, '-restoreSecret', '1.bak', ['--json'])
    expect(run).toMatchObject({ code: 0 })
    expect(run.stderr.split('\n')[1]).toBe('Password reminder: the xkcd one')
    expect(jsonOf(ssoconfig, 'restoreSecret', run.stdout)).toMatchObject({
      restored: true,
      readable: 5,
      total: 5,
    })
  })

  it('only says what it would do with --dry-run', async () => {
    const place = await aPlaceWithCredentials()
    await rm(`${place.dataDirectory}/secret-store.json`)
    const run = await withPassword(place, '-restoreSecret', '1.bak', ['--dry-run'])
    expect(run).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Would read:       5 of 5 credentials\n'),
    })
    await expect(stat(`${place.dataDirectory}/secret-store.json`)).rejects.toThrow('ENOENT')
    const json = await withPassword(place, '-restoreSecret', '1.bak', ['--dry-run', '--json'])
    expect(jsonOf(ssoconfig, 'restoreSecret', json.stdout)).toMatchObject({ restored: false })
  })

  it('exits with 4 where credentials would be lost, and goes on with --force', async () => {
    const place = await aPlaceWithCredentials()
    await withPassword(place, '-generateSecret', '2.bak')
    await withPassword(place, '-generateSecret', '3.bak')
    expect(await withPassword(place, '-restoreSecret', '1.bak')).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('RestoreWouldLoseCredentials'),
    })
    const forced = await withPassword(place, '-restoreSecret', '1.bak', ['--force'])
    expect(forced).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Reads:            0 of 5 credentials'),
    })
  })

  it('exits with 6 for a wrong password, with 7 for another file and with 3 for none', async () => {
    const place = await aPlaceWithCredentials()
    const wrong = await withPassword(place, '-restoreSecret', '1.bak', [], { input: 'not the password' })
    expect(wrong).toMatchObject({ code: 6, stdout: '', stderr: expect.stringContaining('WrongPassword') })
    await writeFile(place.file('2.bak'), 'no backup')
    expect(await withPassword(place, '-restoreSecret', '2.bak')).toMatchObject({ code: 7 })
    expect(await withPassword(place, '-restoreSecret', '3.bak')).toMatchObject({ code: 3 })
  })
})

describe('ssoconfig -verifyBackup', () => {
  it('tells what a backup would read', async () => {
    const place = await aPlaceWithCredentials()
    await withPassword(place, '-generateSecret', '2.bak')
    const run = await withPassword(place, '-verifyBackup', '1.bak', ['--json', '--quiet'])
    expect(run).toMatchObject({ code: 0, stderr: '' })
    expect(jsonOf(ssoconfig, 'verifyBackup', run.stdout)).toMatchObject({
      store: 'older',
      passwordReminder: 'the xkcd one',
      trial: { readable: 0, total: 5 },
    })
  })
})

describe('ssoconfig -health', () => {
  it('exits with 1 when something is red, having said what', async () => {
    const place = await aPlaceWithCredentials()
    await rm(`${place.dataDirectory}/secret-store.json`)
    const run = await place.run(ssoconfig, ['-health'])
    expect(run).toMatchObject({ code: 1, stdout: expect.stringMatching(/^\[ACT\] /m) })
  })

  it('exits with 0 when nothing is, and answers in its shape', async () => {
    const place = await aPlaceWithCredentials()
    const run = await place.run(ssoconfig, ['-health', '--credentials', '--database', '--json'])
    const { checks } = jsonOf<{ checks: { status: string }[] }>(ssoconfig, 'health', run.stdout)
    expect(checks.filter(({ status }) => status === 'red')).toEqual([])
    expect(run.code).toBe(0)
    expect(run.stderr).toContain('100% 5 of 5\n')
  })
})

describe('ssoconfig -rehearse', () => {
  it('rehearses a generate and changes nothing', async () => {
    const place = await aPlaceWithCredentials()
    const before = await place.run(ssoconfig, ['-showSecret'])
    const run = await place.run(ssoconfig, ['-rehearse', 'generate', '--json'])
    expect(run.code).toBe(0)
    expect(jsonOf(ssoconfig, 'rehearse', run.stdout)).toMatchObject({
      wouldSucceed: true,
      reencrypted: 5,
      unreadable: 0,
    })
    expect(await place.run(ssoconfig, ['-showSecret'])).toMatchObject({ stdout: before.stdout })
  })

  it('exits with 1 when a restore would fail', async () => {
    const place = await aPlaceWithCredentials()
    const words = ['-rehearse', 'restore', place.file('1.bak'), '--password-stdin']
    expect(await place.run(ssoconfig, words, { input: PASSWORD })).toMatchObject({ code: 0 })
    const wrong = await place.run(ssoconfig, words, { input: 'not the password' })
    expect(wrong).toMatchObject({ code: 1, stdout: expect.stringMatching(/^Would succeed: +no: /m) })
  })

  it('needs the backup to restore, and none to generate', async () => {
    const place = await aCliPlace()
    expect(await place.run(ssoconfig, ['-rehearse', 'restore'])).toMatchObject({ code: 2 })
    expect(await place.run(ssoconfig, ['-rehearse', 'generate', 'a.bak'])).toMatchObject({ code: 2 })
  })
})

describe('the key of the secret store', () => {
  it('is replaced, saved and given back', async () => {
    const place = await aPlaceWithCredentials()
    const changed = await place.run(ssoconfig, ['-changeProtector', 'KEY-FILE', '--json'])
    expect(jsonOf(ssoconfig, 'changeProtector', changed.stdout)).toMatchObject({ to: 'key-file' })
    const saved = await place.run(ssoconfig, ['-saveRecoveryKey', place.file('key'), '--json'])
    expect(jsonOf(ssoconfig, 'saveRecoveryKey', saved.stdout)).toMatchObject({
      displayPath: place.file('key'),
    })
    await rm(`${place.dataDirectory}/secret-store.key`, { force: true })
    const recovered = await place.run(ssoconfig, ['-recoverWithKey', place.file('key'), '--json'])
    expect(recovered.code).toBe(0)
    expect(jsonOf(ssoconfig, 'recoverWithKey', recovered.stdout)).toMatchObject({ protector: 'key-file' })
  })
})
