import { Button, makeStyles, tokens, useRestoreFocusTarget } from '@fluentui/react-components'
import { useId } from 'react'
import { type Action, type ActionId, actionOf } from '../../shared/actions.ts'
import type { HealthCheck, HealthFix } from '../../shared/health.ts'
import type { SystemOverview } from '../../shared/system-overview.ts'
import { ForeignText } from '../words/foreign-text.tsx'
import { StatusIcon } from '../words/status-icon.tsx'
import { fixInWords, problemsFirst, reasonInWords, statusInWords } from './health-in-words.ts'

/** The action that mends something; the re-encryption is resumed without one. */
const actionOfFix: Readonly<Record<Exclude<HealthFix, 'resume-reencryption'>, ActionId>> = {
  'generate-secret': 'generate-secret',
  'backup-secret': 'backup-secret',
  'verify-backup': 'verify-backup',
  'restore-secret': 'restore-secret',
  'change-protector': 'key-protector',
  'save-recovery-key': 'key-protector',
  'check-credentials': 'check-credentials',
  'check-database': 'check-credentials',
  'verify-log': 'verify-log',
  'enable-sso': 'properties',
}

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0 },
  line: {
    display: 'grid',
    gridTemplateColumns: '92px minmax(0, 1fr) auto',
    columnGap: tokens.spacingHorizontalM,
    rowGap: tokens.spacingVerticalXS,
    alignItems: 'start',
    paddingBlock: tokens.spacingVerticalS,
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    '@container (max-width: 460px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  status: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalSNudge },
  text: { minWidth: 0, overflowWrap: 'anywhere', userSelect: 'text' },
  title: { display: 'block', fontWeight: tokens.fontWeightSemibold },
  reason: { color: tokens.colorNeutralForeground2 },
  fix: { justifySelf: 'start', maxWidth: '220px' },
  button: { fontWeight: tokens.fontWeightRegular },
  refused: {
    display: 'block',
    paddingTop: tokens.spacingVerticalXS,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground2,
    overflowWrap: 'anywhere',
  },
})

interface FixProps {
  readonly overview: SystemOverview
  readonly onAction: (action: Action) => void
  readonly onResume: () => void
}

export interface HealthListProps extends FixProps {
  readonly checks: readonly HealthCheck[]
}

/** The lines, problems first. */
export function HealthList({ checks, ...props }: HealthListProps) {
  const styles = useStyles()
  return (
    // biome-ignore lint/a11y/noRedundantRoles: without bullets, WebKit takes it for no list
    <ul className={styles.list} role="list" aria-label="Health checks">
      {problemsFirst(checks).map((check) => (
        <HealthLine key={check.id} {...props} check={check} />
      ))}
    </ul>
  )
}

function HealthLine({ check, ...props }: FixProps & { readonly check: HealthCheck }) {
  const styles = useStyles()
  const titleId = useId()
  return (
    <li className={styles.line}>
      <span className={styles.status}>
        <StatusIcon status={check.status} />
        {statusInWords[check.status]}
      </span>
      <div className={styles.text}>
        <span id={titleId} className={styles.title}>
          {check.title}
        </span>
        <span className={styles.reason}>
          <ForeignText>{reasonInWords(check)}</ForeignText>
        </span>
      </div>
      {check.fix && <FixButton {...props} fix={check.fix} titleId={titleId} />}
    </li>
  )
}

interface FixButtonProps extends FixProps {
  readonly fix: HealthFix
  /** What it mends. */
  readonly titleId: string
}

/** A disabled one keeps its place in the tab order and says why it is disabled. */
function FixButton({ fix, onAction, onResume, overview, titleId }: FixButtonProps) {
  const styles = useStyles()
  const restoreFocus = useRestoreFocusTarget()
  const reasonId = useId()
  const action = fix === 'resume-reencryption' ? null : actionOf(actionOfFix[fix], overview)
  const reason = action?.disabledReason ?? null
  return (
    <div className={styles.fix}>
      <Button
        {...restoreFocus}
        size="small"
        className={styles.button}
        disabledFocusable={reason !== null}
        aria-describedby={reason === null ? titleId : `${titleId} ${reasonId}`}
        onClick={() => (action === null ? onResume() : onAction(action))}
      >
        {fixInWords[fix]}
      </Button>
      {reason !== null && (
        <span id={reasonId} className={styles.refused}>
          {reason}
        </span>
      )}
    </div>
  )
}
