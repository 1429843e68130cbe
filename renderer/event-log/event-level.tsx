import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { ErrorCircle16Filled, type FluentIcon, Info16Regular, Warning16Filled } from '@fluentui/react-icons'
import type { EventLevel } from '../../shared/events.ts'

const icons: Readonly<Record<EventLevel, FluentIcon>> = {
  information: Info16Regular,
  warning: Warning16Filled,
  error: ErrorCircle16Filled,
}

/** A level as it is read. */
export const eventLevelInWords: Readonly<Record<EventLevel, string>> = {
  information: 'Information',
  warning: 'Warning',
  error: 'Error',
}

const useStyles = makeStyles({
  root: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalXS },
  icon: { flexShrink: 0 },
  information: { color: tokens.colorNeutralForeground2 },
  warning: { color: tokens.colorPaletteMarigoldForeground1 },
  error: { color: tokens.colorPaletteRedForeground1 },
})

/** A level with its sign. */
export function EventLevelMark({ level }: { readonly level: EventLevel }) {
  const styles = useStyles()
  const Icon = icons[level]
  return (
    <span className={styles.root}>
      <Icon aria-hidden className={mergeClasses(styles.icon, styles[level])} />
      {eventLevelInWords[level]}
    </span>
  )
}
