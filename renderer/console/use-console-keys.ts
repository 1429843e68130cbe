import { useEffect } from 'react'
import type { ActionId } from '../../shared/actions.ts'

const keys: Readonly<Record<string, ActionId>> = { F1: 'help', F5: 'refresh' }

/** Runs the console's own keys, wherever the focus is; the native menu, which knows the same keys, then does not. */
export function useConsoleKeys(run: (action: ActionId) => void): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const action = keys[event.key]
      if (action === undefined || event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return
      event.preventDefault()
      run(action)
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [run])
}
