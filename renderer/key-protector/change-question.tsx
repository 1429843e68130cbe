import type { SsoErrorData } from '../../shared/errors.ts'
import type { KeyProtectionOverview } from '../../shared/key-protection.ts'
import type { KeyProtectorKind } from '../../shared/master-secret.ts'
import { visibleText } from '../../shared/visible-text.ts'
import { ConfirmPage } from '../dialog/confirm-page.tsx'
import { protectorInWords } from '../words/protector-in-words.ts'
import { dateInWords } from '../words/time-in-words.ts'

export interface ChangeQuestionProps {
  readonly protection: KeyProtectionOverview
  /** What is to guard the new key. */
  readonly chosen: KeyProtectorKind
  readonly running: boolean
  readonly failure: SsoErrorData | null
  readonly onConfirm: () => void
  readonly onCancel: () => void
}

/** Asks before the secret store gets another key, which makes a recovery key useless. */
export function ChangeQuestion({ chosen, protection, ...question }: ChangeQuestionProps) {
  const { protector, recoveryKey } = protection
  const same = chosen === protector
  return (
    <ConfirmPage
      title={same ? 'Make New Key' : 'Change Protector'}
      action={same ? 'Make New Key' : 'Change Protector'}
      {...question}
    >
      <span>
        {same
          ? 'Give the secret store a new key, with the same protector as now?'
          : `Give the secret store a new key, guarded by another protector? Now: ${protectorInWords[protector]}. Then: ${protectorInWords[chosen]}.`}{' '}
        The old key is removed, which cannot be undone. The master secret and its backups stay as they are.
      </span>
      <strong>
        {recoveryKey === null
          ? 'A recovery key that was saved before opens the secret store no more.'
          : `The recovery key ${visibleText(recoveryKey.fileName)}, saved ${dateInWords(recoveryKey.savedAt)}, opens the secret store no more: save a new one afterwards.`}
      </strong>
    </ConfirmPage>
  )
}
