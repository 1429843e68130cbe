import { makeStyles, tokens } from '@fluentui/react-components'
import { Suspense } from 'react'
import { type Action, actionOf } from '../../shared/actions.ts'
import type { MasterSecretOverview, UntoldSecret } from '../../shared/system-overview.ts'
import { lazyNamed } from '../host/lazy-named.ts'
import { ReadingFailed } from '../request/reading-failed.tsx'
import type { SystemRead, SystemWatch } from '../request/use-system-overview.ts'
import { PropertyList, PropertySection } from '../words/property-list.tsx'
import { MasterSecretSection } from './master-secret-section.tsx'
import { ReencryptionSection } from './reencryption-section.tsx'

/** Both are loaded and read once the rest is shown. */
const HealthSection = lazyNamed(() => import('../health/health-section.tsx'), 'HealthSection')
const ReplacedStoresSection = lazyNamed(
  () => import('../restore-secret/replaced-stores-section.tsx'),
  'ReplacedStoresSection',
)

const useStyles = makeStyles({
  quiet: { color: tokens.colorNeutralForeground2, margin: 0 },
})

export interface SystemViewProps {
  readonly watch: SystemWatch
  readonly onAction: (action: Action) => void
}

/** The System node: its properties as in the original snap-in, then the master secret. */
export function SystemView({ watch, onAction }: SystemViewProps) {
  const { reading, refresh } = watch
  const styles = useStyles()
  if (reading.state === 'reading') return <p className={styles.quiet}>Reading the SSO system…</p>
  if (reading.state === 'read')
    return <SystemProperties reading={reading} onAction={onAction} onRefresh={refresh} />
  return <ReadingFailed error={reading.error} what="The SSO system" onRetry={refresh} />
}

interface SystemPropertiesProps {
  readonly reading: SystemRead
  readonly onAction: (action: Action) => void
  readonly onRefresh: () => void
}

function SystemProperties({ reading, onAction, onRefresh }: SystemPropertiesProps) {
  const { value: overview } = reading
  const generateSecret = actionOf('generate-secret', overview)
  const unfinished = overview.reencryption !== null && overview.reencryption.phase !== 'done'
  const reencryption = (
    <ReencryptionSection read={overview.reencryption} untold={untoldOf(overview.masterSecret)} />
  )
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
      <MasterSecretSection
        masterSecret={overview.masterSecret}
        generateSecret={generateSecret}
        restoreSecret={actionOf('restore-secret', overview)}
        onAction={onAction}
      />
      {!unfinished && reencryption}
      <Suspense>
        <ReplacedStoresSection overview={overview} onChanged={onRefresh} />
        <HealthSection reading={reading} onAction={onAction} onRefresh={onRefresh} />
      </Suspense>
    </>
  )
}

function untoldOf(masterSecret: MasterSecretOverview): UntoldSecret | null {
  return masterSecret.state === 'current' ? masterSecret.untold : null
}
