import { makeStyles } from '@fluentui/react-components'
import type { KeyProtectorChange, KeyRecovery, SavedRecoveryKey } from '../../shared/key-protection.ts'
import { ResultPage } from '../dialog/result-page.tsx'
import { PropertyList, type PropertyValue } from '../words/property-list.tsx'
import { protectorInWords } from '../words/protector-in-words.ts'
import { dateInWords } from '../words/time-in-words.ts'
import type { KeyProtectionResult } from './use-key-protection.ts'

const useStyles = makeStyles({ text: { margin: 0 }, properties: { containerType: 'inline-size' } })

/** A result in words. */
interface ResultInWords {
  readonly done: string
  readonly texts: readonly string[]
  readonly properties: Readonly<Record<string, PropertyValue>>
}

export interface KeyProtectorResultProps {
  readonly result: KeyProtectionResult
  readonly onLeave: () => void
}

/** What was done about the key, and what is to do now. */
export function KeyProtectorResult({ result, onLeave }: KeyProtectorResultProps) {
  const styles = useStyles()
  const { done, properties, texts } = inWords(result)
  return (
    <ResultPage title="Key Protector" done={done} button="Continue" onLeave={onLeave}>
      {texts.map((text) => (
        <p key={text} className={styles.text}>
          {text}
        </p>
      ))}
      <div className={styles.properties}>
        <PropertyList properties={properties} />
      </div>
    </ResultPage>
  )
}

function inWords(result: KeyProtectionResult): ResultInWords {
  if (result.kind === 'changed') return changeInWords(result.change)
  return result.kind === 'saved' ? savedInWords(result.saved) : recoveryInWords(result.recovery)
}

function changeInWords(change: KeyProtectorChange): ResultInWords {
  const { from, oldKeyRemoved, recoveryKeyOutdated, to, trackingId } = change
  const before: Record<string, string> = from === to ? {} : { 'Before by': protectorInWords[from] }
  return {
    done: from === to ? 'The secret store has a new key' : 'The key protector was changed',
    texts: [
      ...(oldKeyRemoved
        ? []
        : [
            'The old key may still be there: a restore that can be undone needs it, or it could not be removed for good. That is tried again at each start.',
          ]),
      ...(recoveryKeyOutdated
        ? ['The recovery key that was saved before opens the secret store no more. Save a new one.']
        : []),
    ],
    properties: { 'Guarded at rest by': protectorInWords[to], ...before, 'Tracking id': trackingId },
  }
}

function savedInWords({ displayPath, savedAt, trackingId }: SavedRecoveryKey): ResultInWords {
  return {
    done: 'Recovery key saved',
    texts: [
      'The file was read back. Keep it on another computer or medium: beside the secret store it helps a thief more than you.',
    ],
    properties: {
      'Recovery key': displayPath,
      Saved: dateInWords(savedAt),
      'Tracking id': trackingId,
    },
  }
}

function recoveryInWords({ protector, trackingId, wasLost }: KeyRecovery): ResultInWords {
  return {
    done: wasLost ? 'The secret store has its key back' : 'The key was not lost; nothing was changed',
    texts: [],
    properties: { 'Guarded at rest by': protectorInWords[protector], 'Tracking id': trackingId },
  }
}
