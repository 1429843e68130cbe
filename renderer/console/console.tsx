import { makeStyles, tokens } from '@fluentui/react-components'
import { useEffect, useState } from 'react'
import { type Action, actionsFor, type ScopeNode } from '../../shared/actions.ts'
import { useHost } from '../host.ts'
import { SystemView } from '../system/system-view.tsx'
import { overviewOf, type SystemWatch, useSystemOverview } from '../system/use-system-overview.ts'
import { ActionsPane } from './actions-pane.tsx'
import { ConsoleDialogs, preloadDialogs } from './console-dialogs.tsx'
import { ConsoleMenu, preloadMenu } from './console-menu.tsx'
import { markTreePainted } from './mark-tree-painted.ts'
import { NodeList } from './node-list.tsx'
import type { NodeMenuRequest } from './node-menu.tsx'
import { childNodes, nodeText } from './nodes.ts'
import { ResultPane } from './result-pane.tsx'
import { ScopePane } from './scope-pane.tsx'
import { Splitter, useSplitter } from './splitter.tsx'
import { StatusBar } from './status-bar.tsx'
import { Toolbar } from './toolbar.tsx'
import { useConsoleActions } from './use-console-actions.ts'

const useStyles = makeStyles({
  console: { height: '100%', display: 'flex', flexDirection: 'column', userSelect: 'none' },
  scope: { display: 'flex', flexShrink: 0 },
  panes: { flexGrow: 1, minHeight: 0, display: 'flex', backgroundColor: tokens.colorNeutralBackground1 },
})

/** The console window: toolbar, scope pane, result pane, actions pane, status bar. */
export function Console() {
  const styles = useStyles()
  const watch = useSystemOverview()
  const overview = overviewOf(watch.reading)
  const [selected, setSelected] = useSelectedNode()
  const { run, dialog, closeDialog, actionsPaneShown } = useConsoleActions(overview, watch.refresh)
  const [generating, setGenerating] = useState(false)
  const actions = actionsFor(selected, overview)
  const onAction = (action: Action) => run(action.id)
  useAfterFirstPaint()
  return (
    <div className={styles.console}>
      <Toolbar
        actions={actions}
        onAction={onAction}
        actionsPaneShown={actionsPaneShown}
        onToggleActionsPane={() => run('toggle-actions-pane')}
      />
      <div className={styles.panes}>
        <Scope selected={selected} onSelect={setSelected} actions={actions} onAction={onAction} />
        <Result node={selected} watch={watch} onAction={onAction} onOpen={setSelected} />
        {actionsPaneShown && <ActionsPane node={selected} actions={actions} onAction={onAction} />}
      </div>
      <StatusBar reading={watch.reading} activity={activityOf(watch, generating)} />
      <ConsoleDialogs
        open={dialog}
        onClose={closeDialog}
        onGenerating={setGenerating}
        onGenerated={watch.refresh}
      />
    </div>
  )
}

/** The selected node; the main process, whose Action menu follows it, is told. */
function useSelectedNode() {
  const { sso } = useHost()
  const [selected, setSelected] = useState<ScopeNode>('system')
  useEffect(() => void sso.console.selectNode({ node: selected }), [sso, selected])
  return [selected, setSelected] as const
}

/** Nothing that the tree can be painted without is loaded before it is. */
function useAfterFirstPaint(): void {
  useEffect(() => {
    markTreePainted()
    const idle = requestIdleCallback(() => {
      void preloadMenu()
      void preloadDialogs()
    })
    return () => cancelIdleCallback(idle)
  }, [])
}

function activityOf(watch: SystemWatch, generating: boolean): string | null {
  if (generating) return 'Generating the master secret…'
  return watch.busy ? 'Reading…' : null
}

interface ScopeProps {
  readonly selected: ScopeNode
  readonly onSelect: (node: ScopeNode) => void
  readonly actions: readonly Action[]
  readonly onAction: (action: Action) => void
}

function Scope({ selected, onSelect, actions, onAction }: ScopeProps) {
  const styles = useStyles()
  const [width, setWidth] = useSplitter(212)
  const [menu, setMenu] = useState<NodeMenuRequest | null>(null)
  return (
    <nav className={styles.scope} aria-label="Scope pane">
      <ScopePane width={width} selected={selected} onSelect={onSelect} onMenu={setMenu} />
      <Splitter width={width} onWidth={setWidth} />
      <ConsoleMenu request={menu} actions={actions} onAction={onAction} onClose={() => setMenu(null)} />
    </nav>
  )
}

interface ResultProps {
  readonly node: ScopeNode
  readonly watch: SystemWatch
  readonly onAction: (action: Action) => void
  readonly onOpen: (node: ScopeNode) => void
}

function Result({ node, watch, onAction, onOpen }: ResultProps) {
  return (
    <ResultPane node={node}>
      {node === 'system' ? (
        <SystemView reading={watch.reading} onAction={onAction} onRefresh={watch.refresh} />
      ) : (
        <NodeList label={nodeText[node].label} nodes={childNodes[node]} onOpen={onOpen} />
      )}
    </ResultPane>
  )
}
