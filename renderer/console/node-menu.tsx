import { Menu, MenuItem, MenuList, MenuPopover, makeStyles, tokens } from '@fluentui/react-components'
import type { Action, ScopeNode } from '../../shared/actions.ts'
import { ActionIcon } from '../actions/action-icon.tsx'
import { isShownBefore } from '../actions/action-reasons.ts'
import { type MenuPointer, menuTarget, noFluentArrowKeys } from '../actions/context-menu.ts'
import { moveFocus } from '../focus/arrow-keys.ts'
import { nodes } from './nodes.tsx'

/** Asks for a node's context menu. */
export interface NodeMenuRequest {
  readonly node: ScopeNode
  /** The node's line in the tree, which gets the focus back. */
  readonly item: HTMLElement
  readonly pointer: MenuPointer
}

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
      positioning={{
        target: menuTarget(request.pointer, lineOf(request)),
        position: 'below',
        align: 'start',
      }}
    >
      <MenuPopover className={styles.popover} onContextMenu={(event) => event.preventDefault()}>
        <MenuList
          {...noFluentArrowKeys}
          aria-label={nodes[request.node].title}
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

/** A node's element spans its children too; the menu belongs beneath its own line. */
function lineOf({ item }: NodeMenuRequest): Element {
  return item.querySelector('.fui-TreeItemLayout') ?? item
}
