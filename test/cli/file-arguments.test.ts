import { execFileSync } from 'node:child_process'
import { lstat, readdir, readlink, symlink, writeFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { ssoconfig } from '../../electron/cli/ssoconfig/program.ts'
import { ssomanage } from '../../electron/cli/ssomanage/program.ts'
import { lockSecretStore } from '../../electron/core/secret-store/secret-store-lock.ts'
import type { CliPlace, Run } from './support/run-cli.ts'
import { posix } from './support/small-program.ts'
import { aManagePlace } from './support/ssomanage-place.ts'

const INPUT = 'correct horse battery staple\n'

/** A file, by what is in its place, is the last word but options. */
const saving = {
  '-generateSecret': [ssoconfig, '--password-stdin'],
  '-backupSecret': [ssoconfig, '--password-stdin'],
  '-saveRecoveryKey': [ssoconfig],
  '-exportApps': [ssomanage],
} as const
const reading = {
  '-verifyBackup': [ssoconfig, '--password-stdin'],
  '-restoreSecret': [ssoconfig, '--password-stdin'],
  '-rehearse restore': [ssoconfig, '--password-stdin'],
  '-recoverWithKey': [ssoconfig],
  '-createApps': [ssomanage],
  '-updateApps': [ssomanage],
  '-createMappings': [ssomanage],
  '-deleteMappings': [ssomanage],
  '-updateDB': [ssomanage],
} as const

type Verbs = Readonly<Record<string, readonly [program: typeof ssoconfig, ...string[]]>>

async function each(
  verbs: Verbs,
  place: CliPlace,
  file: string,
  more: readonly string[],
  check: (run: Run, verb: string) => void,
): Promise<void> {
  for (const [verb, [program, ...options]] of Object.entries(verbs)) {
    const running = place.run(program, [...verb.split(' '), file, ...options, ...more], { input: INPUT })
    const run = await Promise.race([running, delay(10_000, null, { ref: false })])
    if (run === null) throw new Error(`${verb} waits`)
    check(run, verb)
  }
}

describe.runIf(posix)('a file to be saved', () => {
  it('that is a pipe, a link, a folder or a device is refused by name, with --force too, and left as it is', async () => {
    const place = await aManagePlace()
    const at = (name: string): string => place.file(name)
    execFileSync('mkfifo', [at('fifo')])
    await writeFile(at('precious'), 'precious')
    await symlink('precious', at('link'))
    const before = await readdir(place.folder)
    // An ordinary account is told before that it may not write to /dev.
    const devices = [
      ['/dev/null', 'a device'],
      ['/dev/stdout', 'a symbolic link'],
    ] as const
    for (const [file, kind] of [
      [at('fifo'), 'a pipe'],
      [at('link'), 'a symbolic link'],
      [place.folder, 'a folder'],
      ...(process.getuid?.() === 0 ? devices : []),
    ] as const) {
      await each(saving, place, file, ['--force'], (run, verb) =>
        expect(run, `${verb} ${file}`).toMatchObject({
          code: 4,
          stderr: expect.stringContaining(`${file} is ${kind}, not an ordinary file.`),
        }),
      )
    }
    expect((await lstat(at('fifo'))).isFIFO()).toBe(true)
    expect(await readlink(at('link'))).toBe('precious')
    expect(await readdir(place.folder)).toEqual(before)
  })

  it('cannot be standard output, but for an export', async () => {
    const place = await aManagePlace()
    const { '-exportApps': _, ...proven } = saving
    await each(proven, place, '-', [], (run) =>
      expect(run).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('which standard output does not allow'),
      }),
    )
    expect((await place.manage(['-exportApps', '-'])).stdout).toContain('<application name="Payroll">')
  })
})

describe.runIf(posix)('a file to be read', () => {
  it('that is a pipe, a folder or has no end is refused by name, at once', async () => {
    const place = await aManagePlace()
    execFileSync('mkfifo', [place.file('fifo')])
    for (const [file, kind] of [
      [place.file('fifo'), 'a pipe'],
      [place.folder, 'a folder'],
      ['/dev/zero', 'a device'],
    ] as const) {
      await each(reading, place, file, [], (run, verb) =>
        expect(run, verb).toMatchObject({ code: 1, stderr: expect.stringContaining(`${file}`) }),
      )
      await each(reading, place, file, [], (run, verb) =>
        expect(run.stderr, verb).toContain(`(it is ${kind})`),
      )
    }
    await each(reading, place, '-', [], (run) =>
      expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining('not standard input') }),
    )
  })

  it('is read before the store is locked', async () => {
    const place = await aManagePlace()
    const system = await place.open()
    await system.keyProtection.saveRecoveryKey(place.file('sso.key'), 'refuse')
    await system.close()
    const { core } = await import('../../electron/cli/host/core-services.ts')
    const lock = await lockSecretStore(core.locateDataDirectory(place.dataDirectory), 'a test', 'root')
    try {
      execFileSync('mkfifo', [place.file('fifo')])
      const run = await place.run(ssoconfig, ['-recoverWithKey', place.file('fifo')])
      expect(run.stderr).toContain('it is a pipe')
    } finally {
      await lock.release()
    }
  })
})
