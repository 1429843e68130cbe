import { chmod, mkdir, stat, symlink, writeFile } from 'node:fs/promises'
import { isAbsolute, join, relative } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { isInsideDataDirectory, locateDataDirectory } from '../../../electron/core/files/data-directory.ts'
import { prepareDataDirectory } from '../../../electron/core/files/make-data-directory.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const posix = process.platform !== 'win32'
const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777

/** From one drive to another there is no relative path, but the absolute one. */
function isInWorkingDirectory(path: string): boolean {
  const way = relative(process.cwd(), path)
  return !way.startsWith('..') && !isAbsolute(way)
}

describe('data directory', () => {
  afterEach(() => vi.unstubAllEnvs())

  it('is the one named when --data-dir and SSO_DATA_DIR are both given', () => {
    vi.stubEnv('SSO_DATA_DIR', '/from-environment')
    expect(locateDataDirectory('/from-argument').path).toMatch(/from-argument$/)
  })

  it('is SSO_DATA_DIR when nothing else is named', () => {
    vi.stubEnv('SSO_DATA_DIR', '/from-environment')
    expect(locateDataDirectory().path).toMatch(/from-environment$/)
  })

  it.each(['', '   '])('is the platform’s own place when SSO_DATA_DIR is “%s”', (blank) => {
    vi.stubEnv('SSO_DATA_DIR', blank)
    const { origin, path } = locateDataDirectory()
    expect({ origin, isOurs: path.includes('sso-administration') }).toEqual({
      origin: 'default',
      isOurs: true,
    })
    expect(isInWorkingDirectory(path)).toBe(false)
  })

  it.runIf(process.platform === 'linux').each([
    ['HOME', ''],
    ['XDG_DATA_HOME', 'here'],
    ['XDG_DATA_HOME', '  '],
  ])('is no folder of the working directory when %s is “%s”', (name, value) => {
    vi.stubEnv('SSO_DATA_DIR', '')
    vi.stubEnv('XDG_DATA_HOME', '')
    vi.stubEnv(name, value)
    expect(isInWorkingDirectory(locateDataDirectory().path)).toBe(false)
  })

  it.each([
    '',
    ' ',
    '~',
    '~/sso',
    '~root/sso',
    'a\u0000b',
    'a\nb',
    'a\u001b[2Jb',
    'D:\\sso',
    '\\\\srv\\sso',
    '%TEMP%\\sso',
  ])('is refused when it is named “%s”', (name) => {
    if (!posix && /[:%]|^\\/.test(name)) return
    expect(() => locateDataDirectory(name)).toThrow(
      expect.objectContaining({ code: 'DataDirectoryNameInvalid' }),
    )
    if (name.trim() === '' || name.includes('\u0000')) return
    vi.stubEnv('SSO_DATA_DIR', name)
    expect(() => locateDataDirectory()).toThrow(expect.objectContaining({ code: 'DataDirectoryNameInvalid' }))
  })

  it.runIf(posix)('is closed to other accounts when it is made', async () => {
    const directory = locateDataDirectory(join(await temporaryFolder(), 'data'))
    await prepareDataDirectory(directory)
    expect(await modeOf(directory.path)).toBe(0o700)
    expect(await modeOf(directory.events)).toBe(0o700)
  })

  it.runIf(posix)('is closed to other accounts when it was left open', async () => {
    const directory = locateDataDirectory(join(await temporaryFolder(), 'data'))
    await mkdir(directory.path)
    await writeFile(directory.database, '')
    await chmod(directory.path, 0o755)
    await prepareDataDirectory(directory)
    expect(await modeOf(directory.path)).toBe(0o700)
  })

  it.runIf(posix)('is refused and left as it is when it is open and holds other files', async () => {
    const directory = locateDataDirectory(join(await temporaryFolder(), 'home'))
    await mkdir(directory.path)
    await writeFile(join(directory.path, 'letter.txt'), '')
    await chmod(directory.path, 0o755)
    await expect(prepareDataDirectory(directory)).rejects.toMatchObject({ code: 'DataDirectoryUnusable' })
    expect(await modeOf(directory.path)).toBe(0o755)
  })

  it('is refused, and no folder is made, when the folder above a named one is missing', async () => {
    const parent = join(await temporaryFolder(), 'unmounted')
    const preparing = prepareDataDirectory(locateDataDirectory(join(parent, 'data')))
    await expect(preparing).rejects.toMatchObject({ code: 'DataDirectoryUnusable' })
    await expect(stat(parent)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it.runIf(process.platform === 'linux')('is refused at once where no folder can be made', async () => {
    const preparing = prepareDataDirectory(locateDataDirectory('/proc/sso-data'))
    await expect(preparing).rejects.toMatchObject({ code: 'DataDirectoryUnusable' })
    vi.stubEnv('XDG_DATA_HOME', '/proc/a/b')
    vi.stubEnv('SSO_DATA_DIR', '')
    await expect(prepareDataDirectory(locateDataDirectory())).rejects.toMatchObject({
      code: 'DataDirectoryUnusable',
    })
  })

  it('is made with the folders above it when it is the platform’s own place', async () => {
    vi.stubEnv('XDG_DATA_HOME', join(await temporaryFolder(), 'a', 'b'))
    vi.stubEnv('SSO_DATA_DIR', ' ')
    const directory = locateDataDirectory()
    if (process.platform !== 'linux') return
    await prepareDataDirectory(directory)
    expect(await modeOf(directory.path)).toBe(0o700)
  })

  it('is refused when it is a file', async () => {
    const path = join(await temporaryFolder(), 'file')
    await writeFile(path, '')
    await expect(prepareDataDirectory(locateDataDirectory(path))).rejects.toMatchObject({
      code: 'DataDirectoryUnusable',
    })
  })

  it('contains itself and what is below, links resolved, and nothing else', async () => {
    const parent = await temporaryFolder()
    const directory = locateDataDirectory(join(parent, 'data'))
    await prepareDataDirectory(directory)
    await mkdir(join(parent, 'data-beside'))
    await symlink(directory.events, join(parent, 'link'))
    expect(isInsideDataDirectory(directory.path, directory)).toBe(true)
    expect(isInsideDataDirectory(join(parent, 'link'), directory)).toBe(true)
    expect(isInsideDataDirectory(join(parent, 'data-beside'), directory)).toBe(false)
    expect(isInsideDataDirectory(parent, directory)).toBe(false)
  })
})
