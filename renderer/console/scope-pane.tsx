import {
  makeStyles,
  mergeClasses,
  Tree,
  TreeItem,
  TreeItemLayout,
  type TreeOpenChangeData,
  tokens,
  useRestoreFocusTarget,
} from '@fluentui/react-components'
import {
  type FocusEvent,
  type KeyboardEvent,
  type MouseEvent,
  useCallback,
  useEffect,
  useRef,
  useState,
} from 'react'
import type { ScopeNode } from '../../shared/actions.ts'
import { treePainted } from '../host/tree-painted.ts'
import type { NodeMenuRequest } from './node-menu.tsx'
import { NodeIcon, nodes } from './nodes.tsx'

const useStyles = makeStyles({
  pane: {
    flexShrink: 0,
    minWidth: 0,
    overflow: 'auto',
    boxSizing: 'border-box',
    // Room for the focus ring.
    padding: `${tokens.spacingVerticalXS} 2px`,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  layout: { minHeight: '24px', whiteSpace: 'nowrap', borderRadius: tokens.borderRadiusSmall },
  selected: {
    backgroundColor: tokens.colorBrandBackground2,
    boxShadow: `inset 3px 0 0 ${tokens.colorCompoundBrandStroke}`,
    // Fluent's own colours for a line under the pointer would hide that it is the selected one.
    ':hover': { backgroundColor: tokens.colorBrandBackground2Hover },
    ':active': { backgroundColor: tokens.colorBrandBackground2Pressed },
    '@media (forced-colors: active)': {
      forcedColorAdjust: 'none',
      backgroundColor: 'Highlight',
      color: 'HighlightText',
      ':hover': { backgroundColor: 'Highlight', color: 'HighlightText' },
      ':active': { backgroundColor: 'Highlight', color: 'HighlightText' },
    },
  },
})

export interface ScopePaneProps {
  readonly width: number
  readonly selected: ScopeNode
  readonly onSelect: (node: ScopeNode) => void
  readonly onMenu: (request: NodeMenuRequest) => void
}

/** The console tree. As in MMC, the selection follows the focus, and a double click opens or closes a node. */
export function ScopePane(props: ScopePaneProps) {
  const styles = useStyles()
  const [open, setOpen] = useState<ReadonlySet<unknown>>(() => new Set(['enterprise-single-sign-on']))
  const onOpenChange = (_event: unknown, data: TreeOpenChangeData) => {
    if (opens(data)) setOpen(new Set(data.openItems))
  }
  return (
    <div className={styles.pane} style={{ width: props.width }}>
      <Tree
        size="small"
        aria-label="Console tree"
        openItems={open as ReadonlySet<ScopeNode>}
        onOpenChange={onOpenChange}
      >
        <ScopeItem node="enterprise-single-sign-on" {...props} />
      </Tree>
    </div>
  )
}

/** A single click on a node selects it and does no more; Fluent would open it as well. */
function opens(data: TreeOpenChangeData): boolean {
  return data.type !== 'Click' || data.event.detail !== 1
}

interface ScopeItemProps extends ScopePaneProps {
  readonly node: ScopeNode
}

function ScopeItem(props: ScopeItemProps) {
  const { node, selected } = props
  const styles = useStyles()
  const restoreFocus = useRestoreFocusTarget()
  const { children, title } = nodes[node]
  const isSelected = node === selected
  const focusAtStart = useFocusAtStart(isSelected)
  return (
    <TreeItem
      {...restoreFocus}
      {...scopeItemEvents(props)}
      ref={focusAtStart}
      value={node}
      itemType={children.length > 0 ? 'branch' : 'leaf'}
      aria-selected={isSelected}
    >
      <TreeItemLayout
        className={mergeClasses(styles.layout, isSelected && styles.selected)}
        iconBefore={<NodeIcon node={node} />}
      >
        {title}
      </TreeItemLayout>
      {children.length > 0 && (
        <Tree>
          {children.map((child) => (
            <ScopeItem {...props} key={child} node={child} />
          ))}
        </Tree>
      )}
    </TreeItem>
  )
}

/** A ref for the item that has the focus when the console opens. */
function useFocusAtStart(atStart: boolean): (item: HTMLElement | null) => void {
  const wanted = useRef(atStart)
  const element = useRef<HTMLElement | null>(null)
  useEffect(() => {
    // Moving the focus computes the layout, and the first paint need not wait for that.
    if (wanted.current) void treePainted.then(() => element.current?.focus())
    wanted.current = false
  }, [])
  return useCallback((next) => {
    element.current = next
  }, [])
}

/** Events of a node's descendants bubble through it; only its own count. */
function scopeItemEvents({ node, onSelect, onMenu }: ScopeItemProps) {
  const isOwn = (event: { readonly currentTarget: HTMLElement; readonly target: EventTarget }) =>
    event.target instanceof Element && event.target.closest('[role=treeitem]') === event.currentTarget
  return {
    onFocus: (event: FocusEvent<HTMLElement>) => {
      if (isOwn(event)) onSelect(node)
    },
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      if (!isOwn(event) || !asksForMenu(event)) return
      event.preventDefault()
      onMenu({ node, item: event.currentTarget, pointer: null })
    },
    onContextMenu: (event: MouseEvent<HTMLElement>) => {
      if (!isOwn(event)) return
      event.preventDefault()
      event.currentTarget.focus()
      const pointer = event.button === 2 ? { x: event.clientX, y: event.clientY } : null
      onMenu({ node, item: event.currentTarget, pointer })
    },
  }
}

function asksForMenu(event: KeyboardEvent): boolean {
  return event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)
}
