import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { debianPackages } from '../../scripts/linux-libraries/debian-packages.mjs'
import { hasFonts, missingTestCommands, notFoundIn } from '../../scripts/linux-libraries/missing.mjs'
import { ensureLinuxLibraries } from '../../scripts/linux-libraries.mjs'

function temporaryDirectory() {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'linux-libraries-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

/** A Debian on which an install makes the missing things appear, unless told otherwise. */
function aSystem({ missing = ['libnss3.so'], isRoot = true, hasApt = true, installs = true } = {}) {
  const calls: string[] = []
  let left = missing
  const system = {
    platform: 'linux' as NodeJS.Platform,
    isRoot,
    hasApt,
    missing: () => left,
    updatePackageLists: () => void calls.push('update'),
    knownPackages: () => new Set(['libnss3', 'libgtk-3-0']),
    install: (packages: readonly string[]) => {
      calls.push(`install ${packages.join(' ')}`)
      if (installs) left = []
    },
  }
  return { system, calls, log: () => {} }
}

describe('ensureLinuxLibraries', () => {
  it('updates the package lists once and installs what is missing when run as root', () => {
    const { calls, ...options } = aSystem({ missing: ['libnss3.so', 'libgtk-3.so.0'] })
    ensureLinuxLibraries(options)
    expect(calls).toEqual(['update', 'install libgtk-3-0 libnss3'])
  })

  it('says and does nothing when nothing is missing', () => {
    const said: string[] = []
    const { calls, system } = aSystem({ missing: [] })
    ensureLinuxLibraries({ system, log: (message) => said.push(message) })
    expect([...calls, ...said]).toEqual([])
  })

  it('does nothing when the platform is not Linux', () => {
    const { calls, system, log } = aSystem()
    ensureLinuxLibraries({ system: { ...system, platform: 'darwin' }, log })
    expect(calls).toEqual([])
  })

  it('gives the exact command and installs nothing when run by another user', () => {
    const { calls, ...options } = aSystem({ isRoot: false })
    expect(() => ensureLinuxLibraries(options)).toThrow(/sudo apt-get install libnss3$/)
    expect(calls).toEqual([])
  })

  it('names what is missing when the system has no apt', () => {
    expect(() => ensureLinuxLibraries(aSystem({ hasApt: false }))).toThrow('libnss3.so')
  })

  it('names what is left when the install did not bring it', () => {
    expect(() => ensureLinuxLibraries(aSystem({ installs: false }))).toThrow('Still missing')
  })

  it('names the library and calls no install when no package is known for it', () => {
    const { calls, ...options } = aSystem({ missing: ['libnew.so.9'] })
    expect(() => ensureLinuxLibraries(options)).toThrow('libnew.so.9')
    expect(calls).toEqual(['update'])
  })
})

describe('debianPackages', () => {
  it('takes the renamed package when this system has it', () => {
    const known = new Set(['libasound2t64', 'libnss3'])
    const { packages } = debianPackages(['libasound.so.2', 'libnss3.so'], known)
    expect(packages).toEqual(['libasound2t64', 'libnss3'])
  })

  it('takes the old name when this system knows no other', () => {
    expect(debianPackages(['libasound.so.2'], new Set(['libasound2'])).packages).toEqual(['libasound2'])
  })

  it('names a package once when several libraries come from it', () => {
    const { packages } = debianPackages(['libnss3.so', 'libsmime3.so', 'Xvfb', 'xvfb-run'], new Set())
    expect(packages).toEqual(['libnss3', 'xvfb'])
  })

  it('lists a library as unknown when no package is known for it', () => {
    expect(debianPackages(['libnew.so.9', 'age'], new Set())).toEqual({
      packages: ['age'],
      unknown: ['libnew.so.9'],
    })
  })
})

describe('notFoundIn', () => {
  it('takes only the libraries that were not found when others were', () => {
    const output = [
      '\tlinux-vdso.so.1 (0x00007ffd)',
      '\tlibnss3.so => not found',
      '\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f00)',
      '\tlibnss3.so => not found',
      '\tlibgbm.so.1 => not found',
    ].join('\n')
    expect(notFoundIn(output)).toEqual(['libnss3.so', 'libgbm.so.1'])
  })
})

describe('missingTestCommands', () => {
  it('names every tool that is not on the path when tests are to run', () => {
    const searchPath = temporaryDirectory()
    for (const name of [
      'age',
      'jq',
      'fish',
      'zsh',
      'Xvfb',
      'xvfb-run',
      'dbus-run-session',
      'gnome-keyring-daemon',
    ])
      writeFileSync(path.join(searchPath, name), '')
    expect(missingTestCommands(searchPath)).toEqual(['xauth', 'openbox', 'xdotool'])
  })
})

describe('hasFonts', () => {
  it('finds a font when it lies in a folder of its own', () => {
    const directory = temporaryDirectory()
    mkdirSync(path.join(directory, 'truetype'))
    writeFileSync(path.join(directory, 'truetype', 'Sans.ttf'), '')
    expect(hasFonts(directory)).toBe(true)
  })

  it('finds none when the folder holds other files only or does not exist', () => {
    const directory = temporaryDirectory()
    writeFileSync(path.join(directory, 'fonts.dir'), '')
    expect([hasFonts(directory), hasFonts(path.join(directory, 'none'))]).toEqual([false, false])
  })
})
