import {
  Button,
  makeStyles,
  mergeClasses,
  Tooltip,
  tokens,
  useRestoreFocusTarget,
} from '@fluentui/react-components'
import { useId } from 'react'
import type { Action } from '../../shared/actions.ts'
import { ActionIcon } from './action-icon.tsx'
import { useToolTip } from './use-tool-tip.ts'

const useStyles = makeStyles({
  button: { fontWeight: tokens.fontWeightRegular, maxWidth: '100%' },
  wide: { width: '100%', justifyContent: 'flex-start', minWidth: 0, textAlign: 'left' },
  reason: {
    display: 'block',
    paddingTop: tokens.spacingVerticalXS,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground2,
    overflowWrap: 'anywhere',
  },
  whyNot: { display: 'block', color: tokens.colorNeutralForeground2 },
  indented: { padding: `0 ${tokens.spacingHorizontalS} ${tokens.spacingVerticalXS} 33px` },
})

export interface ActionButtonProps {
  readonly action: Action
  readonly onAction: (action: Action) => void
  /**
   * `primary` stands alone in a result pane, `line` is a line of the actions pane, `tool` is a picture in the toolbar.
   * A tool says in a tooltip what it is and why it is disabled, the others in a text beneath.
   */
  readonly place: 'primary' | 'line' | 'tool'
  /** Whether the reason stands there already, so that it need not be shown again. */
  readonly reasonShown?: boolean
  readonly tabIndex?: number
}

/** One action. A disabled one keeps its place in the tab order and says why it is disabled. */
export function ActionButton({ action, onAction, place, reasonShown, tabIndex }: ActionButtonProps) {
  const styles = useStyles()
  const reasonId = useId()
  const restoreFocus = useRestoreFocusTarget()
  const toolTip = useToolTip()
  const reason = action.disabledReason
  const hidden = place === 'tool' || reasonShown === true
  return (
    <>
      <Tooltip
        relationship="inaccessible"
        content={<ToolTipText action={action} />}
        visible={toolTip.shown && place === 'tool'}
        onVisibleChange={toolTip.onVisibleChange}
      >
        <Button
          {...restoreFocus}
          {...toolTip.reached}
          {...(tabIndex !== undefined && { tabIndex })}
          appearance={place === 'primary' ? 'primary' : 'subtle'}
          size={place === 'primary' ? 'medium' : 'small'}
          icon={<ActionIcon id={action.id} />}
          className={mergeClasses(styles.button, place === 'line' && styles.wide)}
          disabledFocusable={reason !== null}
          aria-describedby={reason === null ? undefined : reasonId}
          {...(place === 'tool' && { 'aria-label': action.label })}
          onClick={() => {
            toolTip.press()
            onAction(action)
          }}
        >
          {place === 'tool' ? null : action.label}
        </Button>
      </Tooltip>
      {reason !== null && (
        <span
          id={reasonId}
          hidden={hidden}
          className={hidden ? '' : mergeClasses(styles.reason, place === 'line' && styles.indented)}
        >
          {reason}
        </span>
      )}
    </>
  )
}

/** What a tool is, and beneath it why it is disabled. */
function ToolTipText({ action: { disabledReason, label } }: { readonly action: Action }) {
  const styles = useStyles()
  return (
    <>
      {label}
      {disabledReason !== null && <span className={styles.whyNot}>{disabledReason}</span>}
    </>
  )
}
