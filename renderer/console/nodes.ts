import type { ScopeNode } from '../../shared/actions.ts'

/** A node of the scope pane, in words. */
export interface NodeText {
  readonly label: string
  readonly description: string
}

export const nodeText: Readonly<Record<ScopeNode, NodeText>> = {
  'enterprise-single-sign-on': {
    label: 'Enterprise Single Sign-On',
    description: 'Keeps the credentials with which users reach other systems.',
  },
  system: {
    label: 'System',
    description: 'The SSO system: its servers, its administrators and its master secret.',
  },
}

/** The nodes below a node, in the order shown. */
export const childNodes: Readonly<Record<ScopeNode, readonly ScopeNode[]>> = {
  'enterprise-single-sign-on': ['system'],
  system: [],
}
