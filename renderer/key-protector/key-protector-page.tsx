import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import type { KeyProtectionOverview, KeyState, RecoveryKeyOverview } from '../../shared/key-protection.ts'
import type { KeyProtectorKind } from '../../shared/master-secret.ts'
import type { Permission } from '../../shared/system-overview.ts'
import { DialogPage } from '../dialog/dialog-page.tsx'
import { FocusedButton } from '../dialog/focused-button.tsx'
import { FailureBar } from '../words/failure-bar.tsx'
import { PropertyList } from '../words/property-list.tsx'
import { protectorInWords } from '../words/protector-in-words.ts'
import { dateInWords } from '../words/time-in-words.ts'
import { ChangeProtector } from './change-protector.tsx'
import { KeyLost } from './key-lost.tsx'
import type { KeyProtectionWork } from './use-key-protection.ts'

const useStyles = makeStyles({
  content: { display: 'grid', gap: tokens.spacingVerticalL, overflowWrap: 'anywhere' },
  properties: { containerType: 'inline-size' },
  section: { display: 'grid', gap: tokens.spacingVerticalS, justifyItems: 'start' },
  heading: {
    margin: 0,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    fontWeight: tokens.fontWeightSemibold,
  },
  text: { margin: 0, color: tokens.colorNeutralForeground2 },
})

const keyInWords: Readonly<Record<KeyState, string>> = {
  present: 'Present; it opens the secret store',
  gone: 'Gone',
  unreadable: 'Cannot be read now',
  wrong: 'Wrong; it does not open the secret store',
}

export interface KeyProtectorPageProps {
  readonly protection: KeyProtectionOverview
  /** Whether the protector may be changed; `null` while that is not known. */
  readonly permission: Permission | null
  readonly work: KeyProtectionWork
  /** The name of the button that gets the focus when the page appears; Close, or the way out, without it. */
  readonly focusOn: string | null
  /** Another key is asked for. */
  readonly onChange: (protector: KeyProtectorKind) => void
  readonly onClose: () => void
}

/** How the key is kept, and what can be done about it. */
export function KeyProtectorPage(props: KeyProtectorPageProps) {
  const styles = useStyles()
  const { focusOn, onClose, permission, protection, work } = props
  const { key, place, recoveryKey } = protection
  const content = useFocusAfterWork(work.running, focusOn)
  // When the key is lost, the way out has the focus.
  const CloseButton = key === 'present' && focusOn === null ? FocusedButton : Button
  return (
    <DialogPage
      title="Key Protector"
      buttons={
        <CloseButton disabledFocusable={work.running} appearance="secondary" onClick={onClose}>
          Close
        </CloseButton>
      }
    >
      <div className={styles.content} ref={content}>
        {work.failure !== null && <FailureBar error={work.failure} />}
        {key !== 'present' && <KeyLost state={key} place={place} recoveryKey={recoveryKey} work={work} />}
        <KeyProperties protection={protection} />
        <ChangeProtector
          protection={protection}
          permission={permission}
          running={work.running}
          onChange={props.onChange}
        />
        <Section title="Recovery key">
          <p className={styles.text}>
            A file that opens the secret store without its protector, should the keyring be emptied or the
            account change. Whoever has it and the secret store has the master secret: keep it elsewhere, on a
            medium that only you reach.
          </p>
          <Button disabledFocusable={work.running || key !== 'present'} onClick={work.save}>
            Save Recovery Key…
          </Button>
        </Section>
      </div>
    </DialogPage>
  )
}

function KeyProperties({ protection }: { readonly protection: KeyProtectionOverview }) {
  const styles = useStyles()
  const { key, place, protector, recoveryKey } = protection
  return (
    <div className={styles.properties}>
      <PropertyList
        properties={{
          'Guarded at rest by': protectorInWords[protector],
          'Place of the key': place,
          Key: keyInWords[key],
          'Recovery key': recoveryKeyInWords(recoveryKey),
        }}
      />
    </div>
  )
}

function recoveryKeyInWords(recoveryKey: RecoveryKeyOverview | null): readonly string[] {
  if (recoveryKey === null) return ['None was saved for the present key']
  return [recoveryKey.fileName, `Saved ${dateInWords(recoveryKey.savedAt)}`]
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const styles = useStyles()
  const headingId = useId()
  return (
    <section className={styles.section} aria-labelledby={headingId}>
      <h3 id={headingId} className={styles.heading}>
        {title}
      </h3>
      {children}
    </section>
  )
}

/** Gives the focus back to the button that was pressed, which was disabled while its work ran. */
function useFocusAfterWork(running: boolean, focusOn: string | null) {
  const content = useRef<HTMLDivElement>(null)
  const pressed = useRef<HTMLElement | null>(null)
  useEffect(() => {
    if (focusOn !== null) content.current?.querySelector<HTMLElement>(`[name="${focusOn}"]`)?.focus()
  }, [focusOn])
  useEffect(() => {
    const remember = (event: MouseEvent) => {
      const button = event.target instanceof Element ? event.target.closest('button') : null
      if (button !== null) pressed.current = button
    }
    const element = content.current
    element?.addEventListener('click', remember, true)
    return () => element?.removeEventListener('click', remember, true)
  }, [])
  useEffect(() => {
    if (!running) pressed.current?.focus()
  }, [running])
  return content
}
