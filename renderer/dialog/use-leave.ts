import { useEffect } from 'react'
import { mayCancel, type Operation } from '../request/use-operation.ts'
import type { DialogProps } from './dialog-props.ts'

/** What Cancel and Escape do: they cancel what runs, or close the dialog. */
export function leave<P, R>(
  { cancel, phase }: Pick<Operation<P, R>, 'cancel' | 'phase'>,
  onClose: () => void,
) {
  if (phase.kind !== 'running') onClose()
  else if (mayCancel(phase)) cancel()
}

/** {@link leave}, of an operation that changes the system: once it is done, the console reads anew. */
export function useLeave<P, R>(
  operation: Pick<Operation<P, R>, 'cancel' | 'phase'>,
  { onChanged, onClose }: Pick<DialogProps, 'onChanged' | 'onClose'>,
): () => void {
  const { kind } = operation.phase
  useEffect(() => {
    if (kind === 'done') onChanged()
  }, [kind, onChanged])
  return () => leave(operation, onClose)
}
