import { useEffect, useState } from 'react'
import type { SsoErrorData } from '../../shared/errors.ts'
import type { OpenedBackup } from '../../shared/ipc/file-choice.ts'
import { useHost } from '../host/host.ts'
import { useAsk } from '../request/use-ask.ts'

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
  const ask = useAsk()
  const [opened, setOpened] = useState<OpenedBackup | null>(null)
  const [error, setError] = useState<SsoErrorData | undefined>()
  useEffect(() => {
    if (used?.code === 'FileChoiceExpired') setOpened(null)
    setError(used)
  }, [used])
  const browse = async () => {
    const answer = await ask(() => sso.backup.open({}))
    if (answer.ok && answer.value === null) return
    setOpened(answer.ok ? answer.value : null)
    setError(answer.ok ? undefined : (answer.error ?? undefined))
  }
  return { opened, error, browse: () => void browse() }
}
