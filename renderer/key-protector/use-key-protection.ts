import { useState } from 'react'
import type { Outcome, SsoErrorData } from '../../shared/errors.ts'
import type { FileChoice } from '../../shared/ipc/file-choice.ts'
import type { KeyProtectorChange, KeyRecovery, SavedRecoveryKey } from '../../shared/key-protection.ts'
import type { KeyProtectorKind } from '../../shared/master-secret.ts'
import { useHost } from '../host/host.ts'
import { useAsk } from '../request/use-ask.ts'

/** What has been done. */
export type KeyProtectionResult =
  | { readonly kind: 'changed'; readonly change: KeyProtectorChange }
  | { readonly kind: 'saved'; readonly saved: SavedRecoveryKey }
  | { readonly kind: 'recovered'; readonly recovery: KeyRecovery }

/** What can be done about the key, and how it ended. */
export interface KeyProtectionWork {
  readonly running: boolean
  readonly failure: SsoErrorData | null
  /** The last thing done, until {@link forget} is called. */
  readonly result: KeyProtectionResult | null
  readonly change: (protector: KeyProtectorKind) => void
  readonly save: () => void
  readonly recover: () => void
  readonly forget: () => void
}

/**
 * @param onActivity - told what runs, and `null` when it has ended.
 * @param onDone - told when something was done.
 */
export function useKeyProtectionWork(
  onActivity: (activity: string | null) => void,
  onDone: () => void,
): KeyProtectionWork {
  const { keyProtection } = useHost().sso
  const { run, ...state } = useWork(onActivity, onDone)
  const change = (protector: KeyProtectorKind) =>
    run('Changing the key protector…', async () =>
      mapped(await keyProtection.change({ protector }), (value) => ({ kind: 'changed', change: value })),
    )
  const save = () =>
    run('Saving a recovery key…', () =>
      withFile(keyProtection.chooseTarget({}), async (file) =>
        mapped(await keyProtection.saveRecoveryKey({ file }), (saved) => ({ kind: 'saved', saved })),
      ),
    )
  const recover = () =>
    run('Using the recovery key…', () =>
      withFile(keyProtection.chooseRecoveryKey({}), async (file) =>
        mapped(await keyProtection.recover({ file }), (recovery) => ({ kind: 'recovered', recovery })),
      ),
    )
  return {
    ...state,
    change: (protector) => void change(protector),
    save: () => void save(),
    recover: () => void recover(),
  }
}

/** Runs one thing after the other, and keeps what came of the last. */
function useWork(onActivity: (activity: string | null) => void, onDone: () => void) {
  const ask = useAsk()
  const [running, setRunning] = useState(false)
  const [failure, setFailure] = useState<SsoErrorData | null>(null)
  const [result, setResult] = useState<KeyProtectionResult | null>(null)
  const run = async (activity: string, work: () => Promise<Outcome<KeyProtectionResult | null>>) => {
    setFailure(null)
    setRunning(true)
    onActivity(activity)
    const answer = await ask(work)
    onActivity(null)
    setRunning(false)
    if (!answer.ok) return setFailure(answer.error)
    setResult(answer.value)
    if (answer.value !== null) onDone()
  }
  const forget = () => {
    setResult(null)
    setFailure(null)
  }
  return { running, failure, result, run, forget }
}

/** Does nothing when no file was chosen. */
async function withFile<T>(
  choice: Promise<Outcome<FileChoice | null>>,
  work: (token: string) => Promise<Outcome<T>>,
): Promise<Outcome<T | null>> {
  const chosen = await choice
  if (!chosen.ok) return chosen
  return chosen.value === null ? { ok: true, value: null } : work(chosen.value.token)
}

function mapped<T>(
  outcome: Outcome<T>,
  make: (value: T) => KeyProtectionResult,
): Outcome<KeyProtectionResult> {
  return outcome.ok ? { ok: true, value: make(outcome.value) } : outcome
}
