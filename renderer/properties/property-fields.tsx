import { Checkbox, Field, makeStyles, Select, Textarea, tokens } from '@fluentui/react-components'
import { errorText } from '../../shared/error-text.ts'
import type { SsoErrorData } from '../../shared/errors.ts'
import { AUDIT_LEVEL_MAX } from '../../shared/limits.ts'
import { TextField } from '../dialog/text-field.tsx'
import { failureReference } from '../words/failure-bar.tsx'
import type { AccountsField, NumberField, PropertiesDraft, SwitchField } from './properties-draft.ts'
import type { PropertyFaults } from './property-faults.ts'
import { propertyTexts } from './property-texts.ts'

const useStyles = makeStyles({
  number: { maxWidth: '260px' },
  hint: {
    margin: '0 0 0 36px',
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground3,
  },
})

/** What all fields share. */
export interface PropertyForm {
  readonly draft: PropertiesDraft
  readonly faults: PropertyFaults
  readonly running: boolean
  readonly onChange: (changed: Partial<PropertiesDraft>) => void
}

interface FieldProps<F> {
  readonly form: PropertyForm
  readonly field: F
  readonly hint: string
}

/** A whole number. */
export function NumberProperty({ form, field, hint }: FieldProps<NumberField>) {
  const styles = useStyles()
  return (
    <div className={styles.number}>
      <TextField
        label={propertyTexts[field].label}
        hint={hint}
        name={field}
        inputMode="numeric"
        error={form.faults[field]}
        disabled={form.running}
        value={form.draft[field]}
        onChange={(event) => form.onChange({ [field]: event.target.value })}
      />
    </div>
  )
}

/** Something that is on or off. */
export function SwitchProperty({ form, field, hint }: FieldProps<SwitchField>) {
  const styles = useStyles()
  const hintId = `properties-hint-${field}`
  return (
    <div>
      <Checkbox
        label={propertyTexts[field].label}
        name={field}
        aria-describedby={hintId}
        disabled={form.running}
        checked={form.draft[field]}
        onChange={(_event, { checked }) => form.onChange({ [field]: checked === true })}
      />
      <p id={hintId} className={styles.hint}>
        {hint}
      </p>
    </div>
  )
}

/** Accounts and groups, one a line. */
export function AccountsProperty({
  form,
  field,
  hint,
  readOnly,
}: FieldProps<AccountsField> & { readonly readOnly: boolean }) {
  const error = form.faults[field]
  return (
    <Field
      label={propertyTexts[field].label}
      hint={error ? null : hint}
      validationState={error ? 'error' : 'none'}
      validationMessage={error ? faultInWords(error) : null}
    >
      <Textarea
        name={field}
        rows={3}
        resize="vertical"
        spellCheck={false}
        readOnly={readOnly}
        disabled={form.running}
        value={form.draft[field]}
        onChange={(_event, { value }) => form.onChange({ [field]: value })}
      />
    </Field>
  )
}

function faultInWords(error: SsoErrorData): string {
  const { message, remedy } = errorText(error)
  return `${message} ${remedy} ${failureReference(error)}`
}

const levelWords = ['none', 'low', 'medium', 'high']
const levels = Array.from({ length: AUDIT_LEVEL_MAX + 1 }, (_, level) => level)

/** How much this server records, 0 to 3. */
export function LevelProperty({ form, field, hint }: FieldProps<'positive' | 'negative'>) {
  const styles = useStyles()
  const error = form.faults[field]
  return (
    <Field
      className={styles.number}
      label={propertyTexts[field].label}
      hint={error ? null : hint}
      validationState={error ? 'error' : 'none'}
      validationMessage={error ? faultInWords(error) : null}
    >
      <Select
        name={field}
        disabled={form.running}
        value={form.draft[field]}
        onChange={(_event, { value }) => form.onChange({ [field]: value })}
      >
        {levels.map((level) => (
          <option key={level} value={level}>
            {level} ({levelWords[level]})
          </option>
        ))}
      </Select>
    </Field>
  )
}
