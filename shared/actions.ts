import { errorText } from './error-text.ts'
import type { Permission, SystemOverview, SystemPermissions } from './system-overview.ts'

/** The scope pane's nodes, parents first. */
export const scopeNodes = ['enterprise-single-sign-on', 'system', 'servers', 'event-log'] as const
export type ScopeNode = (typeof scopeNodes)[number]

/** The actions that open a dialog of their own. */
export const dialogActions = [
  'generate-secret',
  'backup-secret',
  'restore-secret',
  'verify-backup',
  'rehearse',
  'check-credentials',
  'key-protector',
  'properties',
  'add-server',
  'verify-log',
  'help',
] as const
export type DialogAction = (typeof dialogActions)[number]

export const actionIds = [...dialogActions, 'refresh'] as const
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

interface ActionText {
  readonly label: string
  readonly accelerator?: string
  /** What it takes; without it, nothing. */
  readonly needs?: keyof SystemPermissions
}

const texts: Readonly<Record<ActionId, ActionText>> = {
  'generate-secret': { label: 'Generate Secret…', needs: 'generateSecret' },
  'backup-secret': { label: 'Backup Secret…', needs: 'backupSecret' },
  'restore-secret': { label: 'Restore Secret…', needs: 'restoreSecret' },
  'verify-backup': { label: 'Verify Backup…', needs: 'verifyBackup' },
  rehearse: { label: 'Rehearse…', needs: 'restoreSecret' },
  'check-credentials': { label: 'Check Credentials…', needs: 'administer' },
  'key-protector': { label: 'Key Protector…', needs: 'restoreSecret' },
  properties: { label: 'Properties', accelerator: 'Alt+Enter', needs: 'administer' },
  'add-server': { label: 'Add Server…', needs: 'administer' },
  'verify-log': { label: 'Verify Log…', needs: 'administer' },
  refresh: { label: 'Refresh', accelerator: 'F5' },
  help: { label: 'Help', accelerator: 'F1' },
}

const own: Readonly<Record<ScopeNode, readonly ActionId[]>> = {
  'enterprise-single-sign-on': [],
  system: [
    'generate-secret',
    'backup-secret',
    'restore-secret',
    'verify-backup',
    'rehearse',
    'check-credentials',
    'key-protector',
    'properties',
  ],
  servers: ['add-server'],
  'event-log': ['verify-log'],
}

/** The one action list of a node; `overview` is `null` until the system has been read. */
export function actionsFor(node: ScopeNode, overview: SystemOverview | null): readonly Action[] {
  return [...own[node], 'refresh' as const, 'help' as const].map((id) => actionOf(id, overview))
}

/** An action, whichever node it belongs to. */
export function actionOf(id: ActionId, overview: SystemOverview | null): Action {
  const { accelerator, label, needs } = texts[id]
  const disabledReason = needs === undefined ? null : whyNot(overview, needs)
  return { id, label, disabledReason, ...(accelerator === undefined ? {} : { accelerator }) }
}

function whyNot(overview: SystemOverview | null, needs: keyof SystemPermissions): string | null {
  if (overview === null) return 'The SSO system has not been read yet.'
  const permission: Permission = overview.permissions[needs]
  return permission.allowed ? null : errorText(permission.error).message
}
