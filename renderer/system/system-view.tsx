import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { type Action, actionsFor } from '../../shared/actions.ts'
import type { SystemOverview } from '../../shared/system-overview.ts'
import { FailureBar } from '../failure/failure-bar.tsx'
import { MasterSecretSection } from './master-secret-section.tsx'
import { PropertyList, PropertySection } from './property-list.tsx'
import { ReencryptionSection } from './reencryption-section.tsx'
import type { SystemReading } from './use-system-overview.ts'

const useStyles = makeStyles({
  quiet: { color: tokens.colorNeutralForeground2, margin: 0 },
  failed: { display: 'grid', gap: tokens.spacingVerticalM, justifyItems: 'start' },
})

export interface SystemViewProps {
  readonly reading: SystemReading
  readonly onAction: (action: Action) => void
  readonly onRefresh: () => void
}

/** The System node: its properties as in the original snap-in, then the master secret. */
export function SystemView({ reading, onAction, onRefresh }: SystemViewProps) {
  const styles = useStyles()
  if (reading.state === 'reading') return <p className={styles.quiet}>Reading the SSO system…</p>
  if (reading.state === 'read') return <SystemProperties overview={reading.overview} onAction={onAction} />
  return (
    <div className={styles.failed}>
      {reading.error === null ? (
        <p className={styles.quiet}>The SSO system could not be read.</p>
      ) : (
        <FailureBar error={reading.error} />
      )}
      <Button onClick={onRefresh}>Try again</Button>
    </div>
  )
}

interface SystemPropertiesProps {
  readonly overview: SystemOverview
  readonly onAction: (action: Action) => void
}

function SystemProperties({ overview, onAction }: SystemPropertiesProps) {
  const generateSecret = actionsFor('system', overview).find((action) => action.id === 'generate-secret')
  const unfinished = overview.reencryption !== null && overview.reencryption.phase !== 'done'
  const reencryption = <ReencryptionSection read={overview.reencryption} />
  return (
    <>
      {/* Where it is seen while it lasts. */}
      {unfinished && reencryption}
      <PropertySection title="SSO system">
        <PropertyList
          properties={{
            'SSO server': overview.ssoServer,
            Database: [overview.database.displayPath, overview.database.engine],
            'Master secret server': overview.masterSecretServer,
            Status: overview.status === 'enabled' ? 'Enabled' : 'Disabled',
            'SSO Administrators': overview.ssoAdministrators,
            'SSO Affiliate Administrators': overview.ssoAffiliateAdministrators,
          }}
        />
      </PropertySection>
      {generateSecret && (
        <MasterSecretSection
          masterSecret={overview.masterSecret}
          generateSecret={generateSecret}
          onAction={onAction}
        />
      )}
      {!unfinished && reencryption}
    </>
  )
}
