import {
  DocumentBulletList16Regular,
  type FluentIcon,
  Server16Regular,
  ServerSurfaceMultiple16Regular,
  ShieldKeyhole16Regular,
} from '@fluentui/react-icons'
import type { ScopeNode } from '../../shared/actions.ts'

const nodeIcons: Readonly<Record<ScopeNode, FluentIcon>> = {
  'enterprise-single-sign-on': ShieldKeyhole16Regular,
  system: Server16Regular,
  servers: ServerSurfaceMultiple16Regular,
  'event-log': DocumentBulletList16Regular,
}

/** The picture of a scope node; says nothing to a screen reader. */
export function NodeIcon({ node }: { readonly node: ScopeNode }) {
  const Icon = nodeIcons[node]
  return <Icon aria-hidden />
}
