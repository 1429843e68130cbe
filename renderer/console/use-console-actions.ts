import { useCallback, useEffect, useState } from 'react'
import { actionOf, type ScopeNode } from '../../shared/actions.ts'
import type { Notices } from '../../shared/ipc/contract.ts'
import type { SystemOverview } from '../../shared/system-overview.ts'
import { useHost } from '../host/host.ts'
import type { ConsoleDialog } from './console-dialogs.tsx'
import { useConsoleKeys } from './use-console-keys.ts'

/** An entry of any of the console's menus. */
export type ConsoleAction = Notices['console.action']['action']

export interface ConsoleActions {
  readonly run: (action: ConsoleAction) => void
  readonly dialog: ConsoleDialog | null
  readonly closeDialog: () => void
  readonly actionsPaneShown: boolean
}

/**
 * Runs actions, wherever they come from: panes, keys, the native menu. A disabled action does not run, and a
 * dialog does not open over another, so that nothing typed is lost.
 */
export function useConsoleActions(
  node: ScopeNode,
  overview: SystemOverview | null,
  refresh: () => void,
): ConsoleActions {
  const { sso } = useHost()
  const [dialog, setDialog] = useState<ConsoleDialog | null>(null)
  const [actionsPaneShown, setActionsPaneShown] = useState(true)
  const run = useCallback(
    (action: ConsoleAction) => {
      switch (action) {
        case 'refresh':
          return refresh()
        case 'toggle-actions-pane':
          return setActionsPaneShown((shown) => !shown)
        case 'about':
          return isDialogOpen() ? undefined : setDialog((open) => open ?? action)
        default:
          return isDialogOpen() || actionOf(action, overview).disabledReason !== null
            ? undefined
            : setDialog((open) => open ?? action)
      }
    },
    [overview, refresh],
  )
  useEffect(() => sso.console.onAction(({ action }) => run(action)), [sso, run])
  useConsoleKeys(node, run)
  const closeDialog = useCallback(() => setDialog(null), [])
  return { run, dialog, closeDialog, actionsPaneShown }
}

/** Views open questions of their own, which the console does not know of. */
function isDialogOpen(): boolean {
  return document.querySelector('[role=dialog], [role=alertdialog]') !== null
}
