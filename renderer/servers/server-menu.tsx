import { Menu, MenuItem, MenuList, MenuPopover, makeStyles, tokens } from '@fluentui/react-components'
import { Delete16Regular } from '@fluentui/react-icons'
import { errorText } from '../../shared/error-text.ts'
import type { SsoErrorData } from '../../shared/errors.ts'
import type { ServerOverview } from '../../shared/servers.ts'
import { visibleText } from '../../shared/visible-text.ts'
import { type MenuPointer, menuTarget, noFluentArrowKeys } from '../actions/context-menu.ts'

/** Asks for a server's context menu. */
export interface ServerMenuRequest {
  readonly server: ServerOverview
  /** Its row, which gets the focus back. */
  readonly row: HTMLElement
  readonly pointer: MenuPointer
}

const useStyles = makeStyles({
  popover: { maxWidth: '360px' },
  // Fluent greys it out with the item, but it is there to be read.
  reason: { color: tokens.colorNeutralForeground2 },
})

export interface ServerMenuProps {
  readonly request: ServerMenuRequest
  /** Why the server cannot be removed, or `null` if it can. */
  readonly refusal: SsoErrorData | null
  readonly onRemove: () => void
  readonly onClose: () => void
}

/** A server's context menu, open as long as it is there. */
export function ServerMenu({ request, refusal, onRemove, onClose }: ServerMenuProps) {
  const styles = useStyles()
  const close = () => {
    request.row.focus()
    onClose()
  }
  return (
    <Menu
      open
      inline
      onOpenChange={close}
      positioning={{
        target: menuTarget(request.pointer, nameOf(request)),
        position: 'below',
        align: 'start',
      }}
    >
      <MenuPopover className={styles.popover} onContextMenu={(event) => event.preventDefault()}>
        <MenuList
          {...noFluentArrowKeys}
          aria-label={visibleText(request.server.name)}
          aria-labelledby={undefined}
        >
          <MenuItem
            icon={<Delete16Regular aria-hidden />}
            secondaryContent="Delete"
            disabled={refusal !== null}
            subText={
              refusal === null ? null : { children: errorText(refusal).message, className: styles.reason }
            }
            onClick={onRemove}
          >
            Remove Server…
          </MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}

function nameOf({ row }: ServerMenuRequest): Element {
  return row.querySelector('td') ?? row
}
