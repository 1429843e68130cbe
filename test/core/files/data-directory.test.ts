import { chmod, mkdir, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  isInsideDataDirectory,
  locateDataDirectory,
  prepareDataDirectory,
} from '../../../electron/core/files/data-directory.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const posix = process.platform !== 'win32'
const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777

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

  it.runIf(posix)('is closed to other accounts when it is made', async () => {
    const directory = locateDataDirectory(join(await temporaryFolder(), 'deep', 'data'))
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
