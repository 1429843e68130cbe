import { makeStyles, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { ForeignText } from './foreign-text.tsx'

const useStyles = makeStyles({
  section: { marginBottom: tokens.spacingVerticalXXL },
  heading: {
    margin: 0,
    paddingBottom: tokens.spacingVerticalXS,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    fontWeight: tokens.fontWeightSemibold,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  list: {
    display: 'grid',
    gridTemplateColumns: 'min(38%, 200px) minmax(0, 1fr)',
    margin: 0,
    '@container (max-width: 280px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  name: {
    color: tokens.colorNeutralForeground2,
    paddingBlock: tokens.spacingVerticalXS,
    paddingRight: tokens.spacingHorizontalM,
    '@container (max-width: 280px)': { paddingBottom: 0 },
  },
  value: {
    margin: 0,
    paddingBlock: tokens.spacingVerticalXS,
    overflowWrap: 'anywhere',
    userSelect: 'text',
    '@container (max-width: 280px)': { paddingTop: 0 },
  },
  line: { display: 'block' },
})

/** A titled group of a result pane. */
export function PropertySection(props: { readonly title: string; readonly children: ReactNode }) {
  const styles = useStyles()
  return (
    <section className={styles.section} aria-label={props.title}>
      <h2 className={styles.heading}>{props.title}</h2>
      {props.children}
    </section>
  )
}

/** A property's value: text, or one line for each of several. */
export type PropertyValue = string | readonly string[]

/** Names and values, side by side where there is room. */
export function PropertyList(props: { readonly properties: Readonly<Record<string, PropertyValue>> }) {
  const styles = useStyles()
  return (
    <dl className={styles.list}>
      {Object.entries(props.properties).map(([name, value]) => (
        <Property key={name} name={name} value={value} />
      ))}
    </dl>
  )
}

function Property({ name, value }: { readonly name: string; readonly value: PropertyValue }) {
  const styles = useStyles()
  const lines = typeof value === 'string' ? [value] : value
  return (
    <>
      <dt className={styles.name}>{name}</dt>
      <dd className={styles.value}>
        {lines.map((line) => (
          <span key={line} className={styles.line}>
            <ForeignText>{line}</ForeignText>
          </span>
        ))}
      </dd>
    </>
  )
}
