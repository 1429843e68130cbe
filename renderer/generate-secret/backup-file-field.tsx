import { Button } from '@fluentui/react-components'
import { FolderOpen16Regular } from '@fluentui/react-icons'
import type { RefObject } from 'react'
import type { SsoErrorData } from '../../shared/errors.ts'
import type { FileChoice } from '../../shared/ipc/contract.ts'
import { fluentRef } from '../fluent-ref.ts'
import { TextField } from './text-field.tsx'

export interface BackupFileFieldProps {
  readonly choice: FileChoice | null
  readonly error: SsoErrorData | undefined
  readonly browseRef: RefObject<HTMLButtonElement | null>
  readonly disabled: boolean
  readonly onBrowse: () => void
}

/** Where the backup will be saved; chosen in the system's own dialog. */
export function BackupFileField({ choice, error, browseRef, disabled, onBrowse }: BackupFileFieldProps) {
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
