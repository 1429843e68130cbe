import { Suspense } from 'react'
import type { Action, ScopeNode } from '../../shared/actions.ts'
import { lazyNamed } from '../host/lazy-named.ts'
import type { SystemWatch } from '../request/use-system-overview.ts'
import { loadSystemView } from './load-system-view.ts'
import { NodeList } from './node-list.tsx'
import { childNodes, nodeText } from './nodes.ts'
import { ResultPane } from './result-pane.tsx'

const SystemView = lazyNamed(loadSystemView, 'SystemView')
const ServersView = lazyNamed(() => import('../servers/servers-view.tsx'), 'ServersView')
const EventLogView = lazyNamed(() => import('../event-log/event-log-view.tsx'), 'EventLogView')

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
      <Suspense>
        <NodeContent node={node} watch={watch} onAction={onAction} onOpen={onOpen} />
      </Suspense>
    </ResultPane>
  )
}

function NodeContent({ node, watch, onAction, onOpen }: NodeViewProps) {
  switch (node) {
    case 'system':
      return <SystemView reading={watch.reading} onAction={onAction} onRefresh={watch.refresh} />
    case 'servers':
      return <ServersView watch={watch} onAction={onAction} />
    case 'event-log':
      return <EventLogView watch={watch} onAction={onAction} />
    case 'enterprise-single-sign-on':
      return <NodeList label={nodeText[node].label} nodes={childNodes[node]} onOpen={onOpen} />
  }
}
