import { Menu, MenuItem, MenuList, MenuPopover, makeStyles, tokens } from '@fluentui/react-components'
import type { Action, ScopeNode } from '../../shared/actions.ts'
import { isShownBefore } from './action-reasons.ts'
import { moveFocus } from './arrow-keys.ts'
import { ActionIcon } from './icons.tsx'
import { nodeText } from './nodes.ts'

/** Asks for a node's context menu. */
export interface NodeMenuRequest {
  readonly node: ScopeNode
  /** The node's line in the tree, which gets the focus back. */
  readonly item: HTMLElement
  /** Where the pointer asked for it, in CSS pixels, or `null` when the keyboard did. */
  readonly pointer: { readonly x: number; readonly y: number } | null
}

const noFluentArrowKeys = { 'data-tabster': '{}' }

const useStyles = makeStyles({
  popover: { maxWidth: '360px' },
  item: { minHeight: '28px', paddingBlock: '2px' },
  // Fluent greys it out with the item, but it is there to be read.
  reason: { color: tokens.colorNeutralForeground2 },
})

export interface NodeMenuProps {
  readonly request: NodeMenuRequest
  readonly actions: readonly Action[]
  readonly onAction: (action: Action) => void
  readonly onClose: () => void
}

/** A node's context menu, open as long as it is there. */
export function NodeMenu({ request, actions, onAction, onClose }: NodeMenuProps) {
  const styles = useStyles()
  return (
    <Menu
      open
      inline
      onOpenChange={onClose}
      positioning={{ target: targetOf(request), position: 'below', align: 'start' }}
    >
      <MenuPopover className={styles.popover} onContextMenu={(event) => event.preventDefault()}>
        <MenuList
          {...noFluentArrowKeys}
          aria-label={nodeText[request.node].label}
          aria-labelledby={undefined}
          onKeyDown={(event) => moveFocus(event, 'vertical', '[role=menuitem]')}
        >
          {actions.map((action, index) => (
            <MenuItem
              key={action.id}
              className={styles.item}
              icon={<ActionIcon id={action.id} />}
              secondaryContent={action.accelerator ?? null}
              subText={
                action.disabledReason === null || isShownBefore(actions, index)
                  ? null
                  : { children: action.disabledReason, className: styles.reason }
              }
              disabled={action.disabledReason !== null}
              onClick={() => onAction(action)}
            >
              {action.label}
            </MenuItem>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}

function targetOf({ item, pointer }: NodeMenuRequest): { getBoundingClientRect: () => DOMRect } {
  // A node's element spans its children too; the menu belongs beneath its own line.
  if (pointer === null) return item.querySelector('.fui-TreeItemLayout') ?? item
  return { getBoundingClientRect: () => new DOMRect(pointer.x, pointer.y, 0, 0) }
}
