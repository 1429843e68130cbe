import { errorText } from './error-text.ts'
import type { SystemOverview } from './system-overview.ts'

/** The scope pane's nodes, parents first. */
export const scopeNodes = ['enterprise-single-sign-on', 'system'] as const
export type ScopeNode = (typeof scopeNodes)[number]

export const actionIds = ['generate-secret', 'refresh', 'help'] as const
export type ActionId = (typeof actionIds)[number]

/** One line of the right-click menu, the Action menu, the toolbar and the actions pane. */
export interface Action {
  readonly id: ActionId
  readonly label: string
  /** As Electron writes accelerators (https://www.electronjs.org/docs/latest/api/accelerator). */
  readonly accelerator?: string
  /** Why the action is not to be used now, or `null` when it is. */
  readonly disabledReason: string | null
}

const refresh: Action = { id: 'refresh', label: 'Refresh', accelerator: 'F5', disabledReason: null }
const help: Action = { id: 'help', label: 'Help', accelerator: 'F1', disabledReason: null }

/** The one action list of a node; `overview` is `null` until the system has been read. */
export function actionsFor(node: ScopeNode, overview: SystemOverview | null): readonly Action[] {
  return node === 'system' ? [generateSecret(overview), refresh, help] : [refresh, help]
}

function generateSecret(overview: SystemOverview | null): Action {
  return { id: 'generate-secret', label: 'Generate Secret…', disabledReason: whyNotGenerate(overview) }
}

function whyNotGenerate(overview: SystemOverview | null): string | null {
  if (overview === null) return 'The SSO system has not been read yet.'
  const permission = overview.permissions.generateSecret
  return permission.allowed ? null : errorText(permission.error).message
}
