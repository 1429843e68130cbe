import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import {
  CheckmarkCircle16Filled,
  ErrorCircle16Filled,
  type FluentIcon,
  SubtractCircle16Regular,
  Warning16Filled,
} from '@fluentui/react-icons'
import type { ReactNode } from 'react'
import type { HealthStatus } from '../../shared/health.ts'

const icons: Readonly<Record<HealthStatus, FluentIcon>> = {
  green: CheckmarkCircle16Filled,
  amber: Warning16Filled,
  red: ErrorCircle16Filled,
  'not-here': SubtractCircle16Regular,
}

const useStyles = makeStyles({
  icon: { flexShrink: 0 },
  green: { color: tokens.colorPaletteGreenForeground1 },
  amber: { color: tokens.colorPaletteMarigoldForeground1 },
  red: { color: tokens.colorPaletteRedForeground1 },
  'not-here': { color: tokens.colorNeutralForeground2 },
  heading: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    margin: 0,
    fontSize: tokens.fontSizeBase400,
    lineHeight: tokens.lineHeightBase400,
    fontWeight: tokens.fontWeightSemibold,
    userSelect: 'text',
  },
})

/** The sign of a status, each of its own shape; says nothing to a screen reader. */
export function StatusIcon({ status }: { readonly status: HealthStatus }) {
  const styles = useStyles()
  const Icon = icons[status]
  return <Icon aria-hidden className={mergeClasses(styles.icon, styles[status])} />
}

/** What came of something, in a few words beside its sign. */
export function StatusHeading(props: { readonly status: HealthStatus; readonly children: ReactNode }) {
  const styles = useStyles()
  return (
    <div role="status">
      <h3 className={styles.heading}>
        <StatusIcon status={props.status} />
        {props.children}
      </h3>
    </div>
  )
}
