import {
  DocumentBulletList16Regular,
  type FluentIcon,
  Server16Regular,
  ServerSurfaceMultiple16Regular,
  ShieldKeyhole16Regular,
} from '@fluentui/react-icons'
import type { ComponentType } from 'react'
import type { ScopeNode } from '../../shared/actions.ts'
import { lazyNamed } from '../host/lazy-named.ts'
import type { NodeViewProps } from './node-view-props.ts'

/** A node of the scope pane. What can be done with it is `actionsFor` of its id, which the native menu asks, too. */
export interface NodeDefinition {
  readonly title: string
  readonly description: string
  readonly Icon: FluentIcon
  /** The nodes below it, in the order shown. */
  readonly children: readonly ScopeNode[]
  /** What the result pane shows of it, loaded when first shown; `null` for the list of the nodes below it. */
  readonly View: ComponentType<NodeViewProps> | null
}

/** Loads the view of the node that is selected when the console opens. */
export const loadSystemView = () => import('../system/system-view.tsx')

export const nodes: Readonly<Record<ScopeNode, NodeDefinition>> = {
  'enterprise-single-sign-on': {
    title: 'Enterprise Single Sign-On',
    description: 'Keeps the credentials with which users reach other systems.',
    Icon: ShieldKeyhole16Regular,
    children: ['system', 'servers', 'event-log'],
    View: null,
  },
  system: {
    title: 'System',
    description: 'The SSO system: its administrators, its master secret and its health.',
    Icon: Server16Regular,
    children: [],
    View: lazyNamed(loadSystemView, 'SystemView'),
  },
  servers: {
    title: 'Servers',
    description: 'The SSO servers that have joined the system, and which of them keeps the master secret.',
    Icon: ServerSurfaceMultiple16Regular,
    children: [],
    View: lazyNamed(() => import('../servers/servers-view.tsx'), 'ServersView'),
  },
  'event-log': {
    title: 'Event Log',
    description: 'What was done to the system, by whom, and proof that nothing of it was changed since.',
    Icon: DocumentBulletList16Regular,
    children: [],
    View: lazyNamed(() => import('../event-log/event-log-view.tsx'), 'EventLogView'),
  },
}

/** The picture of a scope node; says nothing to a screen reader. */
export function NodeIcon({ node }: { readonly node: ScopeNode }) {
  const { Icon } = nodes[node]
  return <Icon aria-hidden />
}
