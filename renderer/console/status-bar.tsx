import { makeStyles, tokens } from '@fluentui/react-components'
import type { SystemOverview } from '../../shared/system-overview.ts'
import { visibleText } from '../../shared/visible-text.ts'
import { valueIn } from '../request/use-reading.ts'
import type { SystemReading } from '../request/use-system-overview.ts'
import { ForeignText } from '../words/foreign-text.tsx'

const useStyles = makeStyles({
  bar: {
    display: 'flex',
    minHeight: '24px',
    alignItems: 'center',
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground2,
    backgroundColor: tokens.colorNeutralBackground2,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  part: {
    paddingInline: tokens.spacingHorizontalM,
    minWidth: 0,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    borderRight: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  state: {
    flexGrow: 1,
    flexShrink: 0,
    paddingInline: tokens.spacingHorizontalM,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
})

const secretInWords = {
  none: 'No master secret yet',
  current: 'Master secret present',
  'awaiting-restore': 'Master secret to be restored here',
  unavailable: 'Master secret unavailable',
} as const satisfies Record<SystemOverview['masterSecret']['state'], string>

export interface StatusBarProps {
  readonly reading: SystemReading
  /** What the console is doing now, or `null`. */
  readonly activity: string | null
}

/** SSO server, account, and what goes on or how the master secret stands. */
export function StatusBar({ reading, activity }: StatusBarProps) {
  const styles = useStyles()
  const overview = valueIn(reading)
  return (
    <footer className={styles.bar}>
      {overview && <Part name="SSO server" value={overview.ssoServer} />}
      {overview && <Part name="Account" value={overview.account} />}
      <span role="status" className={styles.state}>
        {activity ?? stateInWords(reading)}
      </span>
    </footer>
  )
}

function Part({ name, value }: { readonly name: string; readonly value: string }) {
  const styles = useStyles()
  return (
    <span className={styles.part} title={`${name}: ${visibleText(value)}`}>
      {name}: <ForeignText>{value}</ForeignText>
    </span>
  )
}

function stateInWords(reading: SystemReading): string {
  switch (reading.state) {
    case 'reading':
      return 'Reading…'
    case 'failed':
      return 'The SSO system could not be read'
    case 'read':
      return secretInWords[reading.value.masterSecret.state]
  }
}
