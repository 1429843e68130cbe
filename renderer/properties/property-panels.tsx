import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { errorText } from '../../shared/error-text.ts'
import type { GlobalInfo } from '../../shared/global-info.ts'
import type { Permission } from '../../shared/system-overview.ts'
import { ForeignText } from '../words/foreign-text.tsx'
import {
  AccountsProperty,
  LevelProperty,
  NumberProperty,
  type PropertyForm,
  SwitchProperty,
} from './property-fields.tsx'

const useStyles = makeStyles({
  line: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalM },
  value: { display: 'block', overflowWrap: 'anywhere', minWidth: 0, flexGrow: 1 },
  name: { display: 'block', color: tokens.colorNeutralForeground2 },
  note: { margin: 0, color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
  small: { fontSize: tokens.fontSizeBase200, lineHeight: tokens.lineHeightBase200 },
  button: { flexShrink: 0 },
  columns: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(200px, 1fr))',
    gap: tokens.spacingVerticalMNudge,
    columnGap: tokens.spacingHorizontalL,
  },
  heading: {
    margin: 0,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    fontWeight: tokens.fontWeightSemibold,
  },
})

export interface PanelProps {
  readonly form: PropertyForm
  readonly info: GlobalInfo
  /** Whether the master secret server may be changed here and now; `null` while that is not known. */
  readonly mayMove: Permission | null
  readonly onChangeServer: () => void
  readonly onSwitch: () => void
}

/** The master secret server and the timeouts. */
export function GeneralPanel({ form, info, mayMove, onChangeServer }: PanelProps) {
  const styles = useStyles()
  const reason = mayMove === null || mayMove.allowed ? null : errorText(mayMove.error).message
  return (
    <>
      <div className={styles.line}>
        <span className={styles.value}>
          <span className={styles.name}>Master secret server</span>
          <ForeignText>{info.masterSecretServer}</ForeignText>
        </span>
        <Button
          name="change-server"
          className={styles.button}
          disabledFocusable={form.running || mayMove?.allowed !== true}
          aria-label="Change… master secret server"
          aria-describedby={reason === null ? undefined : 'properties-move-reason'}
          onClick={onChangeServer}
        >
          Change…
        </Button>
      </div>
      {reason !== null && (
        <p id="properties-move-reason" className={`${styles.note} ${styles.small}`}>
          {reason}
        </p>
      )}
      <NumberProperty
        form={form}
        field="ticketTimeout"
        hint="How long a ticket is good for. An application may have a timeout of its own."
      />
      <NumberProperty
        form={form}
        field="credentialCacheTimeout"
        hint="How long looked-up credentials stay in memory; 0 turns the cache off."
      />
    </>
  )
}

/** Who administers the system. */
export function AccountsPanel({ form, info, onSwitch }: PanelProps) {
  const styles = useStyles()
  const lines = 'One a line: “user” or “group”, a space, and its name.'
  return (
    <>
      <div className={styles.line}>
        <p className={`${styles.note} ${styles.value}`}>
          {info.enabled
            ? 'SSO is enabled. These lists can be changed only while it is disabled.'
            : 'SSO is disabled: look-ups and tickets are refused. Enable it again after the change.'}
        </p>
        <Button
          name="switch-sso"
          className={styles.button}
          disabledFocusable={form.running}
          onClick={onSwitch}
        >
          {info.enabled ? 'Disable SSO…' : 'Enable SSO…'}
        </Button>
      </div>
      <AccountsProperty form={form} field="ssoAdministrators" hint={lines} readOnly={info.enabled} />
      <AccountsProperty form={form} field="ssoAffiliateAdministrators" hint={lines} readOnly={info.enabled} />
    </>
  )
}

/** What the system allows. */
export function OptionsPanel({ form }: PanelProps) {
  return (
    <>
      <SwitchProperty
        form={form}
        field="ticketsAllowed"
        hint="Tickets then work in every application that also allows them."
      />
      <SwitchProperty
        form={form}
        field="validateTickets"
        hint="Every application checks that a ticket comes from the account that issued it."
      />
      <SwitchProperty
        form={form}
        field="hostInitiatedSso"
        hint="A host application may reach Windows accounts by the credentials of its own users."
      />
    </>
  )
}

/** What is kept about the past. */
export function AuditsPanel({ form }: PanelProps) {
  const styles = useStyles()
  return (
    <>
      <h3 className={styles.heading}>Rows kept in the database</h3>
      <div className={styles.columns}>
        <NumberProperty form={form} field="auditDeletedApplications" hint="0 keeps none." />
        <NumberProperty form={form} field="auditDeletedMappings" hint="0 keeps none." />
        <NumberProperty form={form} field="auditCredentialLookUps" hint="0 keeps none." />
      </div>
      <h3 className={styles.heading}>Events recorded by this server</h3>
      <div className={styles.columns}>
        <LevelProperty form={form} field="positive" hint="What succeeds." />
        <LevelProperty form={form} field="negative" hint="What fails or is refused." />
      </div>
    </>
  )
}
