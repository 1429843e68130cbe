import { Button, Field, makeStyles, Radio, RadioGroup, tokens } from '@fluentui/react-components'
import { useId, useState } from 'react'
import { errorText } from '../../shared/error-text.ts'
import type { KeyProtectionOverview } from '../../shared/key-protection.ts'
import type { KeyProtectorKind } from '../../shared/master-secret.ts'
import type { Permission } from '../../shared/system-overview.ts'
import { protectorInWords } from '../words/protector-in-words.ts'

const useStyles = makeStyles({
  section: { display: 'grid', gap: tokens.spacingVerticalS, justifyItems: 'start' },
  text: { margin: 0, color: tokens.colorNeutralForeground2 },
})

export interface ChangeProtectorProps {
  readonly protection: KeyProtectionOverview
  readonly permission: Permission | null
  readonly running: boolean
  /** Asks for a new key with this protector. */
  readonly onChange: (protector: KeyProtectorKind) => void
}

/** A new key with the same protector or another of those that work here. */
export function ChangeProtector({ protection, permission, running, onChange }: ChangeProtectorProps) {
  const styles = useStyles()
  const reasonId = useId()
  const { protector: present, protectors, recoveryKey } = protection
  const [chosen, setChosen] = useState<KeyProtectorKind>(present)
  const kinds = protectors.filter(({ kind, works }) => works || kind === present).map(({ kind }) => kind)
  const reason = whyNot(protection, permission)
  const same = chosen === present
  return (
    <div className={styles.section}>
      <Field label="Key protector">
        <RadioGroup
          value={chosen}
          disabled={running || reason !== null}
          onChange={(_event, { value }) => setChosen(kinds.find((kind) => kind === value) ?? present)}
        >
          {kinds.map((kind) => (
            <Radio key={kind} value={kind} label={protectorInWords[kind]} />
          ))}
        </RadioGroup>
      </Field>
      <p id={reasonId} className={styles.text}>
        {reason ??
          `The secret store gets a new key; the old one is removed.${recoveryKey === null ? '' : ' The recovery key that was saved opens it no more: save a new one afterwards.'}`}
      </p>
      <Button
        name="change-protector"
        disabledFocusable={running || reason !== null}
        aria-describedby={reasonId}
        onClick={() => onChange(chosen)}
      >
        {same ? 'Make New Key…' : 'Change Protector…'}
      </Button>
    </div>
  )
}

function whyNot({ key }: KeyProtectionOverview, permission: Permission | null): string | null {
  if (key !== 'present') return 'The protector can be changed once the key is back.'
  if (permission === null) return 'The SSO system has not been read yet.'
  return permission.allowed ? null : errorText(permission.error).message
}
