import { Caption1, Field, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import type { ComponentProps, ReactNode } from 'react'
import { errorText } from '../../shared/error-text.ts'
import type { SsoErrorData } from '../../shared/errors.ts'
import { failureReference } from '../words/failure-bar.tsx'

const useStyles = makeStyles({
  line: { display: 'flex', gap: tokens.spacingHorizontalS },
  frame: {
    flexGrow: 1,
    minWidth: 0,
    display: 'flex',
    alignItems: 'center',
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderBottomColor: tokens.colorNeutralStrokeAccessible,
    backgroundColor: tokens.colorNeutralBackground1,
    ':focus-within': { outline: `2px solid ${tokens.colorCompoundBrandStroke}`, outlineOffset: '-1px' },
  },
  faulty: { border: `1px solid ${tokens.colorPaletteRedBorder2}` },
  input: {
    flexGrow: 1,
    minWidth: 0,
    height: '28px',
    boxSizing: 'border-box',
    padding: `0 ${tokens.spacingHorizontalSNudge}`,
    border: 'none',
    outlineStyle: 'none',
    font: 'inherit',
    textOverflow: 'ellipsis',
    color: tokens.colorNeutralForeground1,
    backgroundColor: 'transparent',
    '::placeholder': { color: tokens.colorNeutralForeground3, opacity: 1 },
    ':disabled': { color: tokens.colorNeutralForegroundDisabled },
  },
  reference: { display: 'block', color: tokens.colorNeutralForeground2 },
})

export interface TextFieldProps extends ComponentProps<'input'> {
  readonly label: string
  readonly error: SsoErrorData | undefined
  readonly hint?: string
  /** Within the frame, after the text. */
  readonly tool?: ReactNode
  /** Beside the frame; given the id of what describes the input. */
  readonly beside?: (describedBy: string | undefined) => ReactNode
}

/**
 * A labelled line of text with its error beneath. Left uncontrolled, because a controlled input, Fluent's too,
 * leaves copies of what is typed in React's state.
 */
export function TextField({ label, error, hint, tool, beside, ...input }: TextFieldProps) {
  const styles = useStyles()
  return (
    <Field
      label={label}
      hint={error ? null : (hint ?? null)}
      validationState={error ? 'error' : 'none'}
      validationMessage={error ? <FieldError error={error} /> : null}
    >
      {(control) => (
        <div className={styles.line}>
          <div className={mergeClasses(styles.frame, error && styles.faulty)}>
            <input autoComplete="off" spellCheck={false} {...control} {...input} className={styles.input} />
            {tool}
          </div>
          {beside?.(control['aria-describedby'])}
        </div>
      )}
    </Field>
  )
}

function FieldError({ error }: { readonly error: SsoErrorData }) {
  const styles = useStyles()
  const { message, remedy } = errorText(error)
  return (
    <>
      {message} {remedy}
      <Caption1 className={styles.reference}>{failureReference(error)}</Caption1>
    </>
  )
}
