import {
  ArrowClockwise16Regular,
  type FluentIcon,
  Key16Regular,
  QuestionCircle16Regular,
  Server16Regular,
  ShieldKeyhole16Regular,
} from '@fluentui/react-icons'
import type { ActionId, ScopeNode } from '../../shared/actions.ts'

const actionIcons: Readonly<Record<ActionId, FluentIcon>> = {
  'generate-secret': Key16Regular,
  refresh: ArrowClockwise16Regular,
  help: QuestionCircle16Regular,
}

const nodeIcons: Readonly<Record<ScopeNode, FluentIcon>> = {
  'enterprise-single-sign-on': ShieldKeyhole16Regular,
  system: Server16Regular,
}

/** The picture of an action; says nothing to a screen reader. */
export function ActionIcon({ id }: { readonly id: ActionId }) {
  const Icon = actionIcons[id]
  return <Icon aria-hidden />
}

/** The picture of a scope node; says nothing to a screen reader. */
export function NodeIcon({ node }: { readonly node: ScopeNode }) {
  const Icon = nodeIcons[node]
  return <Icon aria-hidden />
}
