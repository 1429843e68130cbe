import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { FolderOpen16Regular } from '@fluentui/react-icons'
import type { RefObject } from 'react'
import type { SsoErrorData } from '../../shared/errors.ts'
import { visibleText } from '../../shared/visible-text.ts'
import { TextField } from '../dialog/text-field.tsx'
import { fluentRef } from '../focus/fluent-ref.ts'

const useStyles = makeStyles({
  // The focus that an error has moved here shows even after a click of the mouse.
  faulty: { ':focus': { outline: `2px solid ${tokens.colorCompoundBrandStroke}`, outlineOffset: '-1px' } },
})

export interface BackupFileFieldProps {
  /** As it is shown; empty when none is chosen. */
  readonly path: string
  readonly error: SsoErrorData | undefined
  readonly browseRef: RefObject<HTMLButtonElement | null>
  readonly disabled: boolean
  readonly onBrowse: () => void
}

/** A backup's file, there or yet to be saved; chosen in the system's own dialog. */
export function BackupFileField({ path, error, browseRef, disabled, onBrowse }: BackupFileFieldProps) {
  const styles = useStyles()
  return (
    <TextField
      label="Backup file"
      error={error}
      readOnly
      disabled={disabled}
      value={visibleText(path)}
      title={visibleText(path)}
      placeholder="No file chosen"
      beside={(describedBy) => (
        <Button
          ref={fluentRef(browseRef)}
          className={mergeClasses(error && styles.faulty)}
          size="small"
          icon={<FolderOpen16Regular aria-hidden />}
          disabled={disabled}
          aria-describedby={describedBy}
          onClick={onBrowse}
        >
          Browse…
        </Button>
      )}
    />
  )
}
