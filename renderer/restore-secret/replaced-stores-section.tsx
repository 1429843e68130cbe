import { Button, makeStyles, tokens, useRestoreFocusTarget } from '@fluentui/react-components'
import { useId, useState } from 'react'
import { actionOf } from '../../shared/actions.ts'
import type { ReplacedStore } from '../../shared/backup.ts'
import type { SystemOverview } from '../../shared/system-overview.ts'
import { PropertyList, PropertySection } from '../words/property-list.tsx'
import { dateInWords } from '../words/time-in-words.ts'
import { RemoveStoreDialog } from './remove-store-dialog.tsx'
import { UndoRestoreDialog } from './undo-restore-dialog.tsx'
import { useReplacedStores } from './use-replaced-stores.ts'

const useStyles = makeStyles({
  text: { margin: 0, padding: `${tokens.spacingVerticalS} 0`, maxWidth: '64ch' },
  list: { listStyleType: 'none', margin: 0, padding: 0 },
  store: { paddingBottom: tokens.spacingVerticalM },
  buttons: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalS,
    paddingTop: tokens.spacingVerticalXS,
  },
  reason: {
    display: 'block',
    paddingTop: tokens.spacingVerticalXS,
    maxWidth: '64ch',
    color: tokens.colorNeutralForeground2,
  },
})

export interface ReplacedStoresSectionProps {
  readonly overview: SystemOverview
  /** The system may differ now. */
  readonly onChanged: () => void
}

type Question = { readonly kind: 'undo' | 'remove'; readonly store: ReplacedStore }

/** The secret stores that restores replaced, to put back or to remove. Shows nothing if there are none. */
export function ReplacedStoresSection({ overview, onChanged }: ReplacedStoresSectionProps) {
  const styles = useStyles()
  const { reading, refresh } = useReplacedStores(overview)
  const [question, setQuestion] = useState<Question | null>(null)
  const close = () => setQuestion(null)
  const changed = () => {
    refresh()
    onChanged()
  }
  const Dialog = question?.kind === 'undo' ? UndoRestoreDialog : RemoveStoreDialog
  return (
    <>
      {reading.state === 'read' && reading.value.length > 0 && (
        <PropertySection title="Replaced secret stores">
          <p className={styles.text}>
            Sealed copies of what restores have replaced. They are kept until a master secret is generated
            after which no credential needs them.
          </p>
          <ul className={styles.list}>
            {reading.value.map((store) => (
              <li key={store.name} className={styles.store}>
                <Store
                  store={store}
                  refusal={actionOf('restore-secret', overview).disabledReason}
                  onAsk={(kind) => setQuestion({ kind, store })}
                />
              </li>
            ))}
          </ul>
        </PropertySection>
      )}
      {question && <Dialog store={question.store} onClose={close} onChanged={changed} />}
    </>
  )
}

interface StoreProps {
  readonly store: ReplacedStore
  /** Why nothing may be done with it. */
  readonly refusal: string | null
  readonly onAsk: (kind: Question['kind']) => void
}

function Store({ onAsk, refusal, store }: StoreProps) {
  const styles = useStyles()
  const id = useId()
  const restoreFocus = useRestoreFocusTarget()
  const unreadable = store.currentMsid === null
  const reason = refusal ?? (unreadable ? 'It could not be read, so it cannot be put back.' : null)
  const described = { 'aria-describedby': reason === null ? id : `${id} ${id}-reason` }
  return (
    <>
      <div id={id}>
        <PropertyList properties={propertiesOf(store)} />
      </div>
      <div className={styles.buttons}>
        <Button
          {...restoreFocus}
          {...described}
          size="small"
          disabledFocusable={refusal !== null || unreadable}
          onClick={() => onAsk('undo')}
        >
          Undo Restore…
        </Button>
        <Button
          {...restoreFocus}
          {...described}
          size="small"
          disabledFocusable={refusal !== null}
          onClick={() => onAsk('remove')}
        >
          Remove…
        </Button>
      </div>
      {reason !== null && (
        <span id={`${id}-reason`} className={styles.reason}>
          {reason}
        </span>
      )}
    </>
  )
}

function propertiesOf({ currentMsid, previousMsid, replacedAt }: ReplacedStore) {
  return {
    Replaced: dateInWords(replacedAt),
    MSID: currentMsid ?? 'Could not be read',
    ...(previousMsid !== null && { 'Previous MSID': previousMsid }),
  }
}
