import type { Action, ScopeNode } from '../../shared/actions.ts'
import type { SystemWatch } from '../request/use-system-overview.ts'

/** What the console gives the view of the selected node. */
export interface NodeViewProps {
  readonly watch: SystemWatch
  readonly onAction: (action: Action) => void
  /** Selects another node. */
  readonly onOpen: (node: ScopeNode) => void
}
