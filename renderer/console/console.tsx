import { makeStyles, tokens } from '@fluentui/react-components'
import { type ReactNode, Suspense, useEffect, useLayoutEffect, useState } from 'react'
import { type Action, actionsFor, type ScopeNode } from '../../shared/actions.ts'
import { keepFocus } from '../focus/keep-focus.ts'
import { useHost } from '../host/host.ts'
import { awaitTreePainted, treePainted } from '../host/tree-painted.ts'
import { valueIn } from '../request/use-reading.ts'
import { useSystemOverview } from '../request/use-system-overview.ts'
import { ConsoleDialogs, preloadDialogs } from './console-dialogs.tsx'
import { ConsoleMenu, preloadMenu } from './console-menu.tsx'
import { ActionsPane, NodeView, StatusBar, Toolbar } from './late-surroundings.ts'
import type { NodeMenuRequest } from './node-menu.tsx'
import { ScopePane } from './scope-pane.tsx'
import { Splitter, useSplitter } from './splitter.tsx'
import { useConsoleActions } from './use-console-actions.ts'

const useStyles = makeStyles({
  console: { height: '100%', display: 'flex', flexDirection: 'column', userSelect: 'none' },
  panes: { flexGrow: 1, minHeight: 0, display: 'flex', backgroundColor: tokens.colorNeutralBackground1 },
  scope: { display: 'flex', flexShrink: 0 },
  // Room for what comes after the first paint, so that nothing moves when it does.
  top: { minHeight: '29px' },
  middle: { flexGrow: 1, minWidth: 0, display: 'flex' },
  right: { width: '200px', flexShrink: 0, display: 'flex' },
  bottom: { minHeight: '25px' },
})

/** The console window: toolbar, scope pane, result pane, actions pane, status bar. */
export function Console() {
  const styles = useStyles()
  const watch = useSystemOverview()
  const overview = valueIn(watch.reading)
  const [node, setNode] = useSelectedNode()
  const { run, dialog, closeDialog, actionsPaneShown } = useConsoleActions(node, overview, watch.refresh)
  const [activity, setActivity] = useState<string | null>(null)
  const toggle = () => run('toggle-actions-pane')
  const common = { node, actions: actionsFor(node, overview), onAction: (action: Action) => run(action.id) }
  useAfterFirstPaint()
  return (
    <div className={styles.console}>
      <Late className={styles.top}>
        <Toolbar {...common} actionsPaneShown={actionsPaneShown} onToggleActionsPane={toggle} />
      </Late>
      <div className={styles.panes}>
        <Scope {...common} onSelect={setNode} />
        <Late className={styles.middle}>
          <NodeView {...common} watch={watch} onOpen={setNode} />
        </Late>
        {actionsPaneShown && (
          <Late className={styles.right}>
            <ActionsPane {...common} />
          </Late>
        )}
      </div>
      <Late className={styles.bottom}>
        <StatusBar reading={watch.reading} activity={activity ?? (watch.busy ? 'Reading…' : null)} />
      </Late>
      <ConsoleDialogs
        open={dialog}
        overview={overview}
        onClose={closeDialog}
        onActivity={setActivity}
        onChanged={watch.refresh}
      />
    </div>
  )
}

/** The place of a part that is loaded after the first paint. */
function Late({ className, children }: { readonly className: string; readonly children: ReactNode }) {
  return (
    <div className={className}>
      <Suspense>{children}</Suspense>
    </div>
  )
}

/** The selected node; the main process, whose Action menu follows it, is told. */
function useSelectedNode() {
  const { sso } = useHost()
  const [selected, setSelected] = useState<ScopeNode>('system')
  useEffect(() => {
    void treePainted.then(() => sso.console.selectNode({ node: selected }))
  }, [sso, selected])
  return [selected, setSelected] as const
}

/** Nothing that the tree can be painted without is loaded before it is. */
function useAfterFirstPaint(): void {
  useLayoutEffect(awaitTreePainted, [])
  useEffect(() => keepFocus(document), [])
  useEffect(() => {
    let idle: number | undefined
    treePainted.then(() => {
      idle = requestIdleCallback(() => {
        void preloadMenu()
        void preloadDialogs()
      })
    })
    return () => {
      if (idle !== undefined) cancelIdleCallback(idle)
    }
  }, [])
}

interface ScopeProps {
  readonly node: ScopeNode
  readonly onSelect: (node: ScopeNode) => void
  readonly actions: readonly Action[]
  readonly onAction: (action: Action) => void
}

function Scope({ node, onSelect, actions, onAction }: ScopeProps) {
  const styles = useStyles()
  const [width, setWidth] = useSplitter(212)
  const [menu, setMenu] = useState<NodeMenuRequest | null>(null)
  return (
    <nav className={styles.scope} aria-label="Scope pane">
      <ScopePane width={width} selected={node} onSelect={onSelect} onMenu={setMenu} />
      <Splitter width={width} onWidth={setWidth} />
      <ConsoleMenu request={menu} actions={actions} onAction={onAction} onClose={() => setMenu(null)} />
    </nav>
  )
}
