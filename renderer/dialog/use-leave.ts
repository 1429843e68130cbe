import { useEffect } from 'react'
import type { DialogProps } from './dialog-props.ts'

/** What a dialog runs, as far as leaving it is concerned. */
export interface Leavable {
  readonly kind: string
  /** Whether what runs can be cancelled now. */
  readonly mayCancel: boolean
  readonly cancel: () => void
}

/** What Cancel and Escape do: they cancel what runs, or close the dialog. Once it is done, the console reads anew. */
export function useLeave(
  { kind, mayCancel, cancel }: Leavable,
  { onChanged, onClose }: Pick<DialogProps, 'onChanged' | 'onClose'>,
): () => void {
  useEffect(() => {
    if (kind === 'done') onChanged()
  }, [kind, onChanged])
  return () => {
    if (kind !== 'running') onClose()
    else if (mayCancel) cancel()
  }
}
