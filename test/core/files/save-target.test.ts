import { execFileSync } from 'node:child_process'
import { lstat, mkdir, symlink, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { locateDataDirectory } from '../../../electron/core/files/data-directory.ts'
import { prepareDataDirectory } from '../../../electron/core/files/make-data-directory.ts'
import { checkSaveTarget, type IfExists } from '../../../electron/core/files/save-target.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

async function aPlace() {
  const parent = await temporaryFolder()
  const directory = locateDataDirectory(join(parent, 'data'))
  await prepareDataDirectory(directory)
  const check = (file: string | null, ifExists: IfExists = 'refuse') =>
    checkSaveTarget(file, ifExists, directory, 'root')
  return { parent, directory, check }
}

const refusal = (code: string) => expect.objectContaining({ code, field: 'backupFile' })

describe('backup target', () => {
  it('is accepted when the folder is there and the file is not', async () => {
    const { check, parent } = await aPlace()
    expect(await check(join(parent, 'SSO1234.bak'))).toEqual({
      kind: 'backup',
      path: join(parent, 'SSO1234.bak'),
      account: 'root',
    })
  })

  it('is refused when none was chosen', async () => {
    const { check } = await aPlace()
    await expect(check(null)).rejects.toEqual(refusal('BackupFileNotChosen'))
    await expect(check('')).rejects.toEqual(refusal('BackupFileNotChosen'))
  })

  it('is refused when the folder is gone or is a file', async () => {
    const { check, parent } = await aPlace()
    await writeFile(join(parent, 'file'), '')
    await expect(check(join(parent, 'gone', 'a.bak'))).rejects.toEqual(refusal('BackupFolderMissing'))
    await expect(check(join(parent, 'file', 'a.bak'))).rejects.toEqual(refusal('BackupFolderMissing'))
  })

  it('is refused when the name ends in a slash, has control characters or is too long', async () => {
    const { check, parent } = await aPlace()
    for (const name of ['folder/', 'a\nb.bak', 'x'.repeat(300)]) {
      await expect(check(`${parent}/${name}`)).rejects.toEqual(refusal('BackupFileNameInvalid'))
    }
  })

  it.runIf(process.platform !== 'win32')(
    'is refused, and named, when it is not an ordinary file',
    async () => {
      const { check, parent } = await aPlace()
      await mkdir(join(parent, 'folder'))
      execFileSync('mkfifo', [join(parent, 'fifo')])
      await writeFile(join(parent, 'file'), '')
      await symlink(join(parent, 'file'), join(parent, 'link'))
      await symlink(join(parent, 'nowhere'), join(parent, 'dangling'))
      const kinds = {
        folder: 'a folder',
        fifo: 'a pipe',
        link: 'a symbolic link',
        dangling: 'a symbolic link',
      }
      for (const [name, kind] of Object.entries({
        ...kinds,
        // An ordinary account is told before that it may not write to /dev.
        ...(process.getuid?.() === 0 && { '/dev/null': 'a device', '/dev/stdout': 'a symbolic link' }),
      })) {
        const path = resolve(parent, name)
        for (const ifExists of ['refuse', 'replace'] as const) {
          await expect(check(path, ifExists)).rejects.toMatchObject({
            code: 'TargetNotOrdinaryFile',
            details: { path, kind },
            field: 'backupFile',
          })
        }
      }
      expect((await lstat(join(parent, 'fifo'))).isFIFO()).toBe(true)
    },
  )

  it('is refused when it lies inside the data directory, even through a link', async () => {
    const { check, directory, parent } = await aPlace()
    await symlink(directory.events, join(parent, 'link'))
    for (const folder of [directory.path, directory.events, join(parent, 'link')]) {
      await expect(check(join(folder, 'a.bak'))).rejects.toEqual(refusal('BackupInsideDataDirectory'))
    }
  })

  it('is refused when the file exists and may not be replaced, and accepted when it may', async () => {
    const { check, parent } = await aPlace()
    const path = join(parent, 'a.bak')
    await writeFile(path, '')
    await expect(check(path)).rejects.toEqual(refusal('BackupFileExists'))
    expect(await check(path, 'replace')).toEqual({
      kind: 'backup',
      path,
      account: 'root',
      agreed: expect.any(String),
    })
  })
})
