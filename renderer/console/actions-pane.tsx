import { makeStyles, tokens } from '@fluentui/react-components'
import type { Action, ScopeNode } from '../../shared/actions.ts'
import { ActionButton } from '../actions/action-button.tsx'
import { isShownBefore } from '../actions/action-reasons.ts'
import { nodes } from './nodes.tsx'

const useStyles = makeStyles({
  pane: {
    flexGrow: 1,
    minWidth: 0,
    overflowY: 'auto',
    backgroundColor: tokens.colorNeutralBackground2,
    borderLeft: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  title: {
    margin: 0,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM}`,
    fontSize: tokens.fontSizeBase300,
    lineHeight: '24px',
    fontWeight: tokens.fontWeightSemibold,
    backgroundColor: tokens.colorNeutralBackground2,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  node: {
    margin: 0,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM} ${tokens.spacingVerticalXXS}`,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorNeutralForeground2,
  },
  list: { listStyleType: 'none', margin: 0, padding: `0 ${tokens.spacingHorizontalXS}` },
})

export interface ActionsPaneProps {
  readonly node: ScopeNode
  readonly actions: readonly Action[]
  readonly onAction: (action: Action) => void
}

/** The selected node's actions, spelled out, with the reason of disabled ones, once where several share it. */
export function ActionsPane({ node, actions, onAction }: ActionsPaneProps) {
  const styles = useStyles()
  return (
    <aside className={styles.pane} aria-label="Actions">
      <h2 className={styles.title}>Actions</h2>
      <h3 className={styles.node}>{nodes[node].title}</h3>
      <ul className={styles.list}>
        {actions.map((action, index) => (
          <li key={action.id}>
            <ActionButton
              action={action}
              place="line"
              reasonShown={isShownBefore(actions, index)}
              onAction={onAction}
            />
          </li>
        ))}
      </ul>
    </aside>
  )
}
