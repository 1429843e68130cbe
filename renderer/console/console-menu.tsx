import { Suspense } from 'react'
import type { Action } from '../../shared/actions.ts'
import { lazyNamed } from '../host/lazy-named.ts'
import type { NodeMenuRequest } from './node-menu.tsx'

const NodeMenu = lazyNamed(loadMenu, 'NodeMenu')

function loadMenu() {
  return import('./node-menu.tsx')
}

/** Loads what the first right-click would otherwise wait for. */
export async function preloadMenu(): Promise<void> {
  await loadMenu()
}

export interface ConsoleMenuProps {
  readonly request: NodeMenuRequest | null
  readonly actions: readonly Action[]
  readonly onAction: (action: Action) => void
  readonly onClose: () => void
}

/** The requested context menu; when it closes, its node has the focus again, also for a dialog to give it back to. */
export function ConsoleMenu({ request, actions, onAction, onClose }: ConsoleMenuProps) {
  if (request === null) return null
  const close = () => {
    request.item.focus()
    onClose()
  }
  return (
    <Suspense>
      {<NodeMenu request={request} actions={actions} onAction={onAction} onClose={close} />}
    </Suspense>
  )
}
