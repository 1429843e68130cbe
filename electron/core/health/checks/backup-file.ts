import { lstat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { MAX_BACKUP_BYTES, parseBackupFile } from '../../backup/backup-file.ts'
import { SsoError, systemErrorCode } from '../../errors/sso-error.ts'
import { unlessAbsent } from '../../files/unless-absent.ts'
import { amber, type Check, type Finding, green, type HealthContext, ofSecret, red } from './health-check.ts'

/** A share on the network that does not answer must not keep the list from showing. */
const PATIENCE_MS = 3_000

/** The backup lies where it was saved, and is still what was saved. */
export const backupFileCheck: Check = {
  id: 'backup-file',
  title: 'Backup file',
  fixWhenThrown: 'backup-secret',
  find: (context) =>
    ofSecret(context, async ({ current, lastBackup }) => {
      if (lastBackup === null || lastBackup.msid !== current.msid)
        return amber('There is no backup file of the current master secret.', 'backup-secret')
      const { path } = lastBackup
      if (path === undefined)
        return amber(`Where ${lastBackup.fileName} was saved was not noted.`, 'backup-secret')
      const silent = amber(`The folder of the backup file ${path} does not answer.`, 'verify-backup')
      return within(PATIENCE_MS, silent, lookAt(context, path, current.msid))
    }),
}

async function lookAt({ files }: HealthContext, path: string, msid: string): Promise<Finding> {
  try {
    if (!(await lstat(path)).isFile())
      return red(`The backup file ${path} is no longer a file.`, 'backup-secret')
    const { header } = parseBackupFile(await files.read(path, MAX_BACKUP_BYTES))
    return header.currentMsid === msid
      ? green(`The backup file ${path} is there.`)
      : red(
          `The backup file ${path} is now the backup of another master secret, ${header.currentMsid}.`,
          'backup-secret',
        )
  } catch (error) {
    if (error instanceof SsoError) {
      const { code, details } = error
      const finding = red(`The backup file ${path} cannot be used: ${error.message}`, 'backup-secret')
      return { ...finding, error: { code, details } }
    }
    return unreachable(path, systemErrorCode(error))
  }
}

/** A folder that is gone is likely to be a drive that was taken out. */
async function unreachable(path: string, code: string): Promise<Finding> {
  const folder = dirname(path)
  if (code !== 'ENOENT') return amber(`The backup file ${path} cannot be read (${code}).`, 'verify-backup')
  const isFolderThere = (await unlessAbsent(lstat(folder))) !== null
  return isFolderThere
    ? red(`The backup file ${path} is gone.`, 'backup-secret')
    : amber(
        `The backup file ${path} cannot be looked at: ${folder} is not there. Connect the drive it is on.`,
        'verify-backup',
      )
}

async function within<T>(milliseconds: number, otherwise: T, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(otherwise), milliseconds)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}
