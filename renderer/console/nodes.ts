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
    description: 'The SSO system: its administrators, its master secret and its health.',
  },
  servers: {
    label: 'Servers',
    description: 'The SSO servers that have joined the system, and which of them keeps the master secret.',
  },
  'event-log': {
    label: 'Event Log',
    description: 'What was done to the system, by whom, and proof that nothing of it was changed since.',
  },
}

/** The nodes below a node, in the order shown. */
export const childNodes: Readonly<Record<ScopeNode, readonly ScopeNode[]>> = {
  'enterprise-single-sign-on': ['system', 'servers', 'event-log'],
  system: [],
  servers: [],
  'event-log': [],
}
