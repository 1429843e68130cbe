import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { PanelRight16Regular } from '@fluentui/react-icons'
import type { Action } from '../../shared/actions.ts'
import { ActionButton } from '../actions/action-button.tsx'
import { useOneTabStop } from '../focus/use-one-tab-stop.ts'

const useStyles = makeStyles({
  toolbar: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalXXS,
    padding: `${tokens.spacingVerticalXXS} ${tokens.spacingHorizontalXS}`,
    backgroundColor: tokens.colorNeutralBackground1,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  last: { marginLeft: 'auto', fontWeight: tokens.fontWeightRegular },
})

export interface ToolbarProps {
  readonly actions: readonly Action[]
  readonly onAction: (action: Action) => void
  readonly actionsPaneShown: boolean
  readonly onToggleActionsPane: () => void
}

/** The selected node's actions, and the switch of the actions pane. */
export function Toolbar({ actions, onAction, actionsPaneShown, onToggleActionsPane }: ToolbarProps) {
  const styles = useStyles()
  const { group, tabIndexOf } = useOneTabStop(actions.length + 1)
  return (
    <header>
      <div {...group} role="toolbar" aria-label="Console" className={styles.toolbar}>
        {actions.map((action, index) => (
          <ActionButton
            key={action.id}
            action={action}
            place="tool"
            tabIndex={tabIndexOf(index)}
            onAction={onAction}
          />
        ))}
        <Button
          appearance="subtle"
          size="small"
          className={styles.last}
          icon={<PanelRight16Regular aria-hidden />}
          tabIndex={tabIndexOf(actions.length)}
          aria-pressed={actionsPaneShown}
          onClick={onToggleActionsPane}
        >
          Actions pane
        </Button>
      </div>
    </header>
  )
}
