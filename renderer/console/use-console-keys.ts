import { useEffect } from 'react'
import { type ActionId, actionsFor, type ScopeNode } from '../../shared/actions.ts'

const keys: Readonly<Record<string, ActionId>> = { F1: 'help', F5: 'refresh', 'Alt+Enter': 'properties' }

/**
 * Runs the console's own keys for what the selected node offers, wherever the focus is; the native menu, which knows
 * the same keys, then does not.
 */
export function useConsoleKeys(node: ScopeNode, run: (action: ActionId) => void): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const action = keys[event.altKey ? `Alt+${event.key}` : event.key]
      if (action === undefined || event.shiftKey || event.ctrlKey || event.metaKey) return
      if (!actionsFor(node, null).some(({ id }) => id === action)) return
      event.preventDefault()
      run(action)
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [node, run])
}
