import { Suspense } from 'react'
import type { ScopeNode } from '../../shared/actions.ts'
import { NodeList } from './node-list.tsx'
import type { NodeViewProps } from './node-view-props.ts'
import { nodes } from './nodes.tsx'
import { ResultPane } from './result-pane.tsx'

interface SelectedNodeViewProps extends NodeViewProps {
  readonly node: ScopeNode
}

/** The result pane of a node. */
export function NodeView({ node, ...props }: SelectedNodeViewProps) {
  const { View, children, title } = nodes[node]
  return (
    <ResultPane node={node}>
      <Suspense>
        {View === null ? (
          <NodeList label={title} shown={children} onOpen={props.onOpen} />
        ) : (
          <View {...props} />
        )}
      </Suspense>
    </ResultPane>
  )
}
