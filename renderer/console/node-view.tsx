import type { Action, ScopeNode } from '../../shared/actions.ts'
import { SystemView } from '../system/system-view.tsx'
import type { SystemWatch } from '../system/use-system-overview.ts'
import { NodeList } from './node-list.tsx'
import { childNodes, nodeText } from './nodes.ts'
import { ResultPane } from './result-pane.tsx'

export interface NodeViewProps {
  readonly node: ScopeNode
  readonly watch: SystemWatch
  readonly onAction: (action: Action) => void
  readonly onOpen: (node: ScopeNode) => void
}

/** The result pane of a node. */
export function NodeView({ node, watch, onAction, onOpen }: NodeViewProps) {
  return (
    <ResultPane node={node}>
      {node === 'system' ? (
        <SystemView reading={watch.reading} onAction={onAction} onRefresh={watch.refresh} />
      ) : (
        <NodeList label={nodeText[node].label} nodes={childNodes[node]} onOpen={onOpen} />
      )}
    </ResultPane>
  )
}
