import { useEffect, useState } from 'react'
import type { SsoErrorData } from '../../shared/errors.ts'
import type { OpenedBackup } from '../../shared/ipc/file-choice.ts'
import { useHost } from '../host/host.ts'
import { crashIn, crashOf, useReportCrash } from '../request/crash.ts'

/** The backup that was picked, and how to pick another. */
export interface BackupPick {
  /** `null` before one is picked, and after a file that is none. */
  readonly opened: OpenedBackup | null
  /** What is wrong with the file picked last. */
  readonly error: SsoErrorData | undefined
  readonly browse: () => void
}

/**
 * Picks a backup in the system's own dialog and reads what it says without its password.
 *
 * @param used - what came of using the picked one: a choice that has expired is forgotten.
 */
export function useBackupPick(used: SsoErrorData | undefined): BackupPick {
  const { sso } = useHost()
  const report = useReportCrash()
  const [opened, setOpened] = useState<OpenedBackup | null>(null)
  const [error, setError] = useState<SsoErrorData | undefined>()
  useEffect(() => {
    if (used?.code === 'FileChoiceExpired') setOpened(null)
    setError(used)
  }, [used])
  const browse = async () => {
    const outcome = await sso.backup.open({})
    const crash = crashIn(outcome)
    if (crash !== null) report(crash)
    else if (outcome.ok && outcome.value === null) return
    setOpened(outcome.ok ? outcome.value : null)
    setError(outcome.ok || crash !== null ? undefined : outcome.error)
  }
  return { opened, error, browse: () => void browse().catch((thrown) => report(crashOf(thrown))) }
}
