import type { ScopeNode } from '../../shared/actions.ts'
import type { Handlers } from './registrar.ts'

interface ConsoleHandlerOptions {
  readonly onNodeSelected: (node: ScopeNode) => void
}

export function consoleHandlers({
  onNodeSelected,
}: ConsoleHandlerOptions): Pick<Handlers, 'console.selectNode'> {
  return {
    'console.selectNode': async ({ node }) => {
      onNodeSelected(node)
      return null
    },
  }
}
