import { MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from '@fluentui/react-components'
import type { KeyState, RecoveryKeyOverview } from '../../shared/key-protection.ts'
import { visibleText } from '../../shared/visible-text.ts'
import { FocusedButton } from '../dialog/focused-button.tsx'
import { dateInWords } from '../words/time-in-words.ts'
import { useMessageBarStyles } from '../words/use-message-bar-styles.ts'
import type { KeyProtectionWork } from './use-key-protection.ts'

export interface KeyLostProps {
  readonly state: Exclude<KeyState, 'present'>
  readonly place: string
  readonly recoveryKey: RecoveryKeyOverview | null
  readonly work: KeyProtectionWork
}

const titles = {
  gone: (place: string) => `The key of the secret store is gone from ${place}.`,
  unreadable: (place: string) => `The key of the secret store cannot be read from ${place} now.`,
  wrong: (place: string) => `What is kept in ${place} is not the key of the secret store.`,
} as const

const restore = 'Use the recovery key, or restore the master secret from a backup (Restore Secret…).'

const waysOut = {
  gone: restore,
  unreadable:
    'It may be there all the same: unlock the keyring or check the disk. If it is lost for good, use the recovery key.',
  wrong: restore,
} as const

/** That the secret store cannot be opened, and the ways out. */
export function KeyLost({ state, place, recoveryKey, work }: KeyLostProps) {
  const styles = useMessageBarStyles()
  const saved =
    recoveryKey === null
      ? 'No recovery key is known of; one that was saved elsewhere can be tried all the same.'
      : `A recovery key was saved as ${visibleText(recoveryKey.fileName)}, ${dateInWords(recoveryKey.savedAt)}.`
  return (
    <MessageBar intent="error" layout="multiline" role="alert" className={styles.bar}>
      <MessageBarBody className={styles.body}>
        <MessageBarTitle>{titles[state](place)}</MessageBarTitle>
        {` ${waysOut[state]} ${saved}`}
        {state === 'gone' &&
          ' If the key was kept for another account of this computer, that account still has it.'}
      </MessageBarBody>
      <MessageBarActions>
        <FocusedButton disabledFocusable={work.running} onClick={work.recover}>
          Use Recovery Key…
        </FocusedButton>
      </MessageBarActions>
    </MessageBar>
  )
}
