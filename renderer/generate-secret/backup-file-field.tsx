import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { FolderOpen16Regular } from '@fluentui/react-icons'
import type { RefObject } from 'react'
import type { SsoErrorData } from '../../shared/errors.ts'
import type { FileChoice } from '../../shared/ipc/contract.ts'
import { fluentRef } from '../fluent-ref.ts'
import { TextField } from './text-field.tsx'

const useStyles = makeStyles({
  // The focus that an error has moved here shows even after a click of the mouse.
  faulty: { ':focus': { outline: `2px solid ${tokens.colorCompoundBrandStroke}`, outlineOffset: '-1px' } },
})

export interface BackupFileFieldProps {
  readonly choice: FileChoice | null
  readonly error: SsoErrorData | undefined
  readonly browseRef: RefObject<HTMLButtonElement | null>
  readonly disabled: boolean
  readonly onBrowse: () => void
}

/** Where the backup will be saved; chosen in the system's own dialog. */
export function BackupFileField({ choice, error, browseRef, disabled, onBrowse }: BackupFileFieldProps) {
  const styles = useStyles()
  const path = choice?.displayPath ?? ''
  return (
    <TextField
      label="Backup file"
      error={error}
      readOnly
      disabled={disabled}
      value={path}
      title={path}
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
